// A page with every method of the agent's local program, on the client that the SDK brings for it.
const { LocalAgent } = CordboardLocal;
const element = (id) => document.getElementById(id);
const say = (text) => {
  element('log').textContent = `${new Date().toLocaleTimeString()} ${text}\n${element('log').textContent}`;
};

/** Method and the parameters that its button starts from. */
const methods = {
  logIn: ['1001', ''],
  logOut: [],
  getStatus: [],
  getModel: [],
  getWorkerNum: [],
  getConnectState: [],
  getCtiServers: [],
  getAgentRunningState: [],
  getStats: [],
  getSkillGroups: [],
  getGroups: [],
  getAllGroups: [],
  signIn: [],
  signOut: [],
  signGroups: [true],
  signGroup: ['support', true],
  setIdle: [],
  setBusy: [10],
  offHook: [],
  onHook: [],
  answer: [],
  hangup: [],
  getPhoneAccountList: [],
  getSipAccounts: [],
  getSoundDevices: [],
  setSoundDevice: [-1, -1],
  dial: ['8002'],
  getCurrentCall: [],
  getCalls: [],
  getHeldCalls: [],
  getHoldList: [],
  hold: [],
  unHold: [],
  xferAgent: ['1002', null],
  xfer: ['support', '', ''],
  xferConsult: ['', '1002'],
  xferExt: ['013800138000'],
  xferExtConsult: ['013800138000'],
  callIvr: ['welcome'],
  completeXfer: [],
  cancelXfer: [],
  conference: [],
  mute: [],
  unMute: [],
  sendDigits: ['1#'],
  getQueueList: [],
  getQueueInfos: [],
  dequeue: [],
  monitor: ['1002'],
  unMonitor: [0, '1002'],
  intercept: ['1002'],
  interrupt: ['1002'],
  whisper: ['1002'],
  unWhisper: [],
  hangupByWorkerNum: ['1002'],
  setBusyByWorkerNum: ['1002'],
  setIdleByWorkerNum: ['1002'],
  signOutByWorkerNum: ['1002', 'support'],
  block: ['1002'],
  unBlock: ['1002'],
  kickOut: ['1002'],
  showApp: [],
  hideApp: [],
  exitApp: [0],
  echo: ['hello'],
  echoWithDelay: ['hello', 500],
  throwAnException: ['oh'],
  getSnapshot: [],
  getEventsSince: [0],
  getLights: [],
};

let agent = null;

async function call(method, params) {
  say(`→ ${method} ${method === 'logIn' ? '…' : JSON.stringify(params)}`);
  try {
    say(`← ${JSON.stringify(await agent.call(method, params))}`);
  } catch (error) {
    say(`✗ ${error.code} ${error.message}`);
  }
}

async function connect() {
  agent?.close();
  agent = new LocalAgent({ profile: element('profile').value, token: sessionStorage.getItem('token') ?? undefined });
  agent.on('link', (link) => (element('light').textContent = link === 'up' ? 'connected' : 'not connected'));
  agent.on('status', ({ state, workType }) => (element('status').textContent = `status [${state}, ${workType}]`));
  agent.on('event', ({ method, detail }) => say(`• ${method} ${JSON.stringify(detail)}`));
  await agent.connect().catch((error) => say(`✗ ${error.message}`));
}

/** Chromium asks before a page may reach this machine (Local Network Access). */
async function watchLeave() {
  for (const name of ['loopback-network', 'local-network-access']) {
    const leave = await navigator.permissions.query({ name }).catch(() => null);
    if (leave === null) continue;
    const show = () => (element('leave').textContent = leave.state);
    leave.addEventListener('change', show);
    return show();
  }
  element('leave').textContent = 'not asked by this browser';
}

for (const [method, params] of Object.entries(methods)) {
  const option = document.createElement('option');
  option.value = method;
  element('methods').append(option);
  const button = document.createElement('button');
  button.textContent = method;
  button.addEventListener('click', () => {
    const form = element('call');
    form.elements.method.value = method;
    form.elements.params.value = JSON.stringify(params);
  });
  element('buttons').append(button);
}
element('call').addEventListener('submit', (event) => {
  event.preventDefault();
  const { method, params } = event.target.elements;
  try {
    void call(method.value, JSON.parse(params.value));
  } catch {
    say('✗ the parameters are not JSON');
  }
});
element('connect').addEventListener('click', () => void connect());
async function pair() {
  say('→ pair: now decide in the program’s window');
  const token = await agent.pair('The example page').catch((error) => say(`✗ ${error.message}`));
  if (token) sessionStorage.setItem('token', token);
}

element('pair').addEventListener('click', () => void pair());
void watchLeave();
void connect();
