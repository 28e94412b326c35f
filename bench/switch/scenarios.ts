// The sipp scenarios of the switch bench: whoever calls hangs up, agents' telephones answer at once and wait for it.
import { isHungUp } from '../../test/interop/sipp.ts';
import { agentScenario, callerScenario } from '../main-job/scenarios.ts';

const between = (text: string, from: string, to: string): string => {
  const [begin, end] = [text.indexOf(from), text.lastIndexOf(to)];
  if (begin === -1 || end === -1) throw new Error(`the scenario has no ${from} … ${to}`);
  return text.slice(begin, end + to.length);
};

/** Calls [service] as 0[call_number], is answered by the queue, hangs up after `talkMs`. */
export const callerThatHangsUp = (talkMs: number): string =>
  callerScenario.replaceAll('caller[call_number]x', '0[call_number]').replace(
    isHungUp,
    `<pause milliseconds="${talkMs}"/>
  <send retrans="500"><![CDATA[
    BYE [next_url] SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
    [routes]
    From: <sip:0[call_number]@[local_ip]:[local_port]>;tag=[pid]C[call_number]
    To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
    Call-ID: [call_id]
    CSeq: 2 BYE
    Max-Forwards: 70
    Content-Length: 0
  ]]></send>
  <recv response="200"/>`,
  );

/** TALK is said when the telephone has been told that its answer arrived. */
export const agentThatWaits = agentScenario.replace(/\n.*assign_to="from".*/u, '').replace(
  between(agentScenario, '<recv request="ACK">', '<recv response="200"/>'),
  `<recv request="ACK"/>
  <nop><action>
    <log message="TALK [$caller] [$agent] [timestamp]"/>
  </action></nop>
  ${isHungUp}`,
);
