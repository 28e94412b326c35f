// What `<script src="/static/js/verto-min.js">` gives a page: `Verto`, `VertoCallcenter` and `verto`.
import { Verto, VertoCallcenter, verto } from './index.ts';

Object.assign(globalThis, { Verto, VertoCallcenter, verto });
