// What both pages do with the connection and the call centre: sign in and out, ready and on break, dial, and watch the group.
window.startPage = function (verto, vcc, server) {
  var byId = function (id) {
    return document.getElementById(id);
  };
  var field = function (form, name) {
    return byId(form).elements[name].value.trim();
  };
  var agents = {};
  var own = null;

  function show(id, text) {
    byId(id).textContent = text;
  }

  function log(event) {
    var line = document.createElement('li');
    line.dataset.type = event.eventType;
    line.textContent = event.eventType + ' ' + JSON.stringify(event.data);
    byId('log').prepend(line);
    while (byId('log').children.length > 200) byId('log').lastChild.remove();
  }

  // 连接: a token for the password, and the token for the connection.
  function connect() {
    var login = field('connect', 'login');
    var request = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: login.split('@')[0], password: field('connect', 'password') }),
    };
    fetch(server + '/api/sessions', request)
      .then(function (answer) {
        return answer.json();
      })
      .then(function (session) {
        if (session.code !== 200) return show('link', '登录失败:' + session.reason);
        byId('work').elements.agent.value = session.user_id;
        var params = {
          login: login,
          passwd: 'password',
          socketUrl: server.replace('http', 'ws') + '/ws',
          loginParams: { xui_sessid: session.token },
        };
        verto.connect(params, callbacks);
      })
      .catch(function (error) {
        show('link', '服务器不可达:' + error.message);
      });
  }

  var callbacks = {
    onMessage: function (vt, dialog, msg, data) {
      log({ eventType: msg.name, data: data });
    },
    onWSLogin: function (vt, success) {
      show('link', success ? '已连接' : '登录失败');
      if (success && own === null) {
        own = verto.subscribe(vcc.channelOf(field('work', 'agent')), { handler: onAgentEvent });
      }
    },
    onWSClose: function (vt, willComeBack) {
      show('link', willComeBack ? '连接中断,正在重连' : '未连接');
    },
  };

  // 订阅
  function onAgentEvent(vt, event) {
    log(event);
  }

  function onGroupEvent(vt, event) {
    var data = event.data;
    if (!data.agentID) return;
    var agent = agents[data.agentID] || (agents[data.agentID] = { agent_id: data.agentID });
    if (event.eventType === 'agentStatus') {
      agent.state = data.state === 'LOGIN' ? 'UNREADY' : data.state;
      agent.reason = data.reason;
      agent.extn = data.extn;
      agent.name = data.name;
    }
    if (data.callstate) agent.callstate = data.callstate;
    drawAgents();
  }

  function drawAgents() {
    var rows = Object.keys(agents)
      .sort()
      .map(function (id) {
        var row = document.createElement('tr');
        row.dataset.agent = id;
        ['agent_id', 'name', 'extn', 'state', 'callstate', 'reason'].forEach(function (key) {
          row.insertCell().textContent = agents[id][key] || '';
        });
        return row;
      });
    byId('agents').replaceChildren.apply(byId('agents'), rows);
  }

  function watch() {
    verto.subscribe(vcc.channelOf(), {
      handler: onGroupEvent,
      failed: function (error) {
        show('outcome', '不能订阅:' + error.message);
      },
    });
    return vcc.ccAgentState({}, function (outcome) {
      outcome.message.forEach(function (agent) {
        agents[agent.agent_id] = agent;
      });
      drawAgents();
    });
  }

  function done(what) {
    return function () {
      show('outcome', what + ':成功');
    };
  }
  function failed(what) {
    return function (outcome) {
      show('outcome', what + ':' + outcome.code + ' ' + outcome.reason);
    };
  }

  // 签入, 示闲, 示忙, 签出, 外呼
  var actions = {
    login: function (queue, agent, ok, no) {
      vcc.ccLogin(queue, agent, field('work', 'extn'), ok, no);
    },
    ready: function (queue, agent, ok, no) {
      vcc.ccGoReady(queue, agent, ok, no);
    },
    break: function (queue, agent, ok, no) {
      vcc.ccGoBreak(queue, agent, field('work', 'reason'), ok, no);
    },
    logout: function (queue, agent, ok, no) {
      vcc.ccLogout(queue, agent, ok, no);
    },
    dial: function (queue, agent, ok, no) {
      vcc.ccDial(agent, field('work', 'extn'), '', field('work', 'destNumber'), false, ok, no);
    },
    hangup: function (queue, agent, ok, no) {
      vcc.ccHangup({ agent: agent }, ok, no);
    },
  };

  byId('connect').addEventListener('submit', function (event) {
    event.preventDefault();
    connect();
  });
  byId('logout').addEventListener('click', function () {
    verto.logout();
  });
  byId('watch').addEventListener('click', watch);
  document.querySelectorAll('[data-do]').forEach(function (button) {
    button.addEventListener('click', function () {
      var what = button.textContent;
      actions[button.dataset.do](field('work', 'queue'), field('work', 'agent'), done(what), failed(what));
    });
  });
};
