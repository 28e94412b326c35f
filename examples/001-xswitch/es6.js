// The connection and the call centre as an ES6 page has them (seed 001, SDK 使用): `verto` is there already.
import verto, { VertoCallcenter } from '@xswitch/rtc';

const vcc = new VertoCallcenter(verto);
vcc.setGroup('default');
startPage(verto, vcc, 'http://127.0.0.1:8080');
