// A customer-service page around the control: every method behind a button, every event in the log, the customer of the call beside it.
/* global vocabulary */

var control = document.getElementById('AgentBarControl');
var byId = function (id) {
  return document.getElementById(id);
};
var make = function (tag, text, attributes) {
  var element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  for (var name in attributes) element.setAttribute(name, attributes[name]);
  return element;
};

// ---- the log ----

var maximumEntries = 500;

function note(kind, name, text) {
  var entry = make('li', undefined, { 'data-name': name, class: kind });
  entry.append(make('time', new Date().toLocaleTimeString()), make('b', name), make('span', text));
  entry.hidden = !name.includes(byId('filter').value);
  byId('log').prepend(entry);
  while (byId('log').children.length > maximumEntries) byId('log').lastChild.remove();
}

byId('filter').addEventListener('input', function () {
  for (var entry of byId('log').children) entry.hidden = !entry.dataset.name.includes(byId('filter').value);
});
byId('clear').addEventListener('click', function () {
  byId('log').replaceChildren();
});

// ---- events: each as the document has it, and those with a list or a dictionary as JSON text besides ----

var heard = {};

Object.keys(vocabulary.events).forEach(function (name) {
  var names = vocabulary.events[name] === '' ? [] : vocabulary.events[name].split(' ');
  control.attachEvent(name, function () {
    var values = {};
    for (var at = 0; at < names.length; at += 1) values[names[at]] = arguments[at];
    note(values.retCode < 0 ? 'event refused' : 'event', name, JSON.stringify(values));
    if (heard[name]) heard[name](values);
  });
});

vocabulary.twins.forEach(function (name) {
  control.attachEvent('JS' + name, function (json) {
    note('twin', 'JS' + name, json);
  });
});

// ---- methods and buttons ----

function typed(sample, text) {
  if (typeof sample === 'number') return Number(text);
  return typeof sample === 'boolean' ? text === 'true' : text;
}

function perform(name, values) {
  note('method', name, JSON.stringify(values) + ' → ' + control[name].apply(control, values));
}

function methodForm(name, words) {
  var form = make('form', undefined, { 'data-method': name });
  var parameters = words.slice(1);
  var inputs = parameters.map(function (parameter) {
    var input = make('input', undefined, {
      name: parameter[0],
      'aria-label': name + ' ' + parameter[0],
      title: parameter[1],
      autocomplete: 'off',
    });
    input.value = parameter[2];
    return input;
  });
  form.append(make('button', words[0], { type: 'submit', title: name }), ...inputs);
  form.addEventListener('submit', function (event) {
    event.preventDefault();
    perform(
      name,
      inputs.map(function (input, at) {
        return typed(parameters[at][2], input.value);
      }),
    );
  });
  return form;
}

function group(title, open) {
  var details = make('details', undefined, open ? { open: '' } : {});
  details.append(make('summary', title));
  byId('methods').append(details);
  return details;
}

Object.keys(vocabulary.methods).forEach(function (title, at) {
  var details = group(title, at < 3);
  Object.keys(vocabulary.methods[title]).forEach(function (name) {
    details.append(methodForm(name, vocabulary.methods[title][name]));
  });
});

var bar = group('按钮 DoClickAgentBarButtonByName', false);
Object.keys(vocabulary.buttons).forEach(function (name) {
  var button = make('button', vocabulary.buttons[name], { type: 'button', title: name, 'data-button': name });
  button.addEventListener('click', function () {
    perform('DoClickAgentBarButtonByName', [name]);
  });
  bar.append(button);
});

// ---- properties ----

var shelf = group('属性', false);
vocabulary.properties.forEach(function (name) {
  var input = make('input', undefined, {
    name: name,
    type: name.endsWith('Pwd') || name === 'SaltKey' ? 'password' : 'text',
    autocomplete: 'off',
  });
  var label = make('label', name + ' ');
  label.append(input);
  input.addEventListener('change', function () {
    control[name] = typed(control[name], input.value);
    note('property', name, String(input.type === 'password' ? '•••' : control[name]));
  });
  shelf.append(label);
});
shelf.addEventListener('toggle', function () {
  for (var input of shelf.querySelectorAll('input')) input.value = control[input.name];
});

// ---- the page's own work ----

function wordsOf(makeStr) {
  var fields = {};
  makeStr.split('#').forEach(function (pair) {
    var at = pair.indexOf('=');
    if (at > 0) fields[pair.slice(0, at)] = pair.slice(at + 1);
  });
  return fields;
}

/** What the voice menu collected comes as Base64, so that it may hold any character. */
function fromBase64(text) {
  var bytes = Uint8Array.from(atob(text), function (character) {
    return character.charCodeAt(0);
  });
  return new TextDecoder().decode(bytes);
}

function showCustomer(fields) {
  byId('no-customer').hidden = true;
  byId('customer').replaceChildren();
  Object.keys(fields).forEach(function (name) {
    if (fields[name] === '') return;
    byId('customer').append(make('dt', name), make('dd', fields[name]));
  });
}

heard.CallInEvent = function (values) {
  var fields = wordsOf(values.makeStr);
  if (values.outExtraParamsFromIvr !== '') fields.ivr = fromBase64(values.outExtraParamsFromIvr);
  showCustomer(fields);
};
heard.CallOutRingEvent = function (values) {
  var fields = wordsOf(values.makeStr);
  fields.customer_num = values.customerNum;
  fields.area_name = values.areaName;
  showCustomer(fields);
};
heard.HangupEvent = function () {
  byId('no-customer').hidden = false;
  byId('customer').replaceChildren();
};
heard.AgentStatusChangeEvent = function (values) {
  if (values.agent_num === control.AgentID)
    byId('me').textContent = values.agent_num + ' ' + control.AgentName + ' · ' + values.new_status;
};
heard.SignOutEvent = heard.KickOutEvent = function () {
  byId('me').textContent = '未签入';
};

heard.AddCustomerToQueueEvent = function (values) {
  byId('waiting').append(
    make('li', values.customer_num + ' · ' + values.queue_name, { 'data-uuid': values.customer_uuid }),
  );
};
heard.DelCustomerFromQueueEvent = function (values) {
  for (var line of [...byId('waiting').children]) if (line.dataset.uuid === values.customer_uuid) line.remove();
};

heard.ApplyChangeStatusDistributeEvent = function (values) {
  var line = make('li', values.apply_agentid + ' ' + values.apply_agentName + ' ', {
    'data-agent': values.apply_agentid,
  });
  [
    ['同意', '1'],
    ['拒绝', '0'],
  ].forEach(function (choice) {
    var button = make('button', choice[0], { type: 'button' });
    button.addEventListener('click', function () {
      perform('DoApplyApproval', [values.apply_agentid, values.targetStatus, choice[1]]);
    });
    if (values.apply_agentid !== control.AgentID) line.append(button);
  });
  byId('leaves').append(line);
};
heard.ApproveChangeStatusDistributeEvent =
  heard.ApproveChangeStatusTimeoutDistributeEvent =
  heard.ApplyChangeStatusCancelEvent =
    function (values) {
      for (var line of [...byId('leaves').children]) if (line.dataset.agent === values.apply_agentid) line.remove();
    };

// ---- signing in, at the server that the control comes from ----

var signIn = byId('sign-in');
var server = new URL(document.querySelector('script[src$="/agentbar.js"]').src);
signIn.elements.ServerIP.value = server.hostname;
signIn.elements.ServerPort.value = server.port || (server.protocol === 'https:' ? '443' : '80');

signIn.addEventListener('submit', function (event) {
  event.preventDefault();
  ['ServerIP', 'ServerPort', 'AgentID', 'AgentPwd', 'AgentExten', 'AgentStatus'].forEach(function (name) {
    control[name] = signIn.elements[name].value;
  });
  control.BindExten = control.AgentExten !== '';
  control.SoftPhoneEnable = control.SipAutoSignIn = control.BindExten;
  perform('DoSignInWithConnect', []);
});
byId('sign-out').addEventListener('click', function () {
  perform('DoSignOut', []);
});
