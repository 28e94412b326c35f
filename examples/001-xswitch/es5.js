// The connection and the call centre as an ES5 page has them (seed 001, SDK 使用).
var verto = new Verto();
var vcc = new VertoCallcenter(verto);
vcc.setGroup('default');
startPage(verto, vcc, 'http://127.0.0.1:8080');
