// Every bound of the bar, with its unit in its name.

/** Digits and letters that fit in the number field. */
export const numberMaxChars = 64;
/** Agents shown to a supervisor at once; who is looked for further is found by typing. */
export const teamShownMax = 100;
/** The longest leave that can be asked for. */
export const leaveMinutesMax = 1_440;
/** Recent calls asked for and shown. */
export const recentCallsMax = 20;
/** Hits of one kind in the target picker. */
export const pickerHitsMax = 30;
/** Digits of one call kept for display. */
export const sentDigitsMax = 24;
/** How long a notice that nobody closes stays. */
export const noticeStaysMs = 8_000;
/** The SIP link is pinged this often; two silent beats and it is opened anew. */
export const sipBeatMs = 10_000;
export const sipBeatsMissedMax = 2;
/** First and longest pause between two tries of the SIP link. */
export const sipRetryFirstMs = 1_000;
export const sipRetryLongestMs = 5_000;
/** SIP registration is asked for this long, in seconds as on the wire. */
export const sipRegisterS = 120;
/** Credentials are renewed this long before they end. */
export const credentialsEarlyMs = 30_000;
/** An ICE gathering that has not ended by then goes on with what it found: host candidates come at once. */
export const iceGatherMs = 1_000;
/** How long the CTI side may precede the INVITE that belongs to it, or the other way round. */
export const answerWaitsForInviteMs = 3_000;
/** Ring tone: one figure each so often. */
export const ringEveryMs = 3_000;
/** The title of a hidden page alternates this often (browsers slow hidden timers to one a second). */
export const titleFlashMs = 1_000;
/** Colleagues kept for the picker, and how often they are fetched while it is open. */
export const colleaguesMax = 2_000;
export const directoryEveryMs = 3_000;
/** While its INVITE is awaited, an answer is tried again this often. */
export const answerRetryMs = 100;
/** A refreshed page that cannot reach the server tries again this often. */
export const restoreEveryMs = 2_000;
/** A call that the server no longer knows is let go here after this long: its INVITE may precede the server's word of it. */
export const strayCallMs = 3_000;
/** How often a call's connection is asked how it does, and over how many looks the quality is judged. */
export const qualityEveryMs = 2_000;
export const qualityWindowSamples = 5;
/** Rating R of ITU-T G.107 from which a call is good, and from which it is fair (G.109: 80 satisfied, 70 some not). */
export const qualityGoodFromR = 80;
export const qualityFairFromR = 70;
/** Sound that one packet carries. */
export const packetMs = 20;
/** People whose shortcuts one browser keeps. */
export const peopleRememberedMax = 50;
/** The level meter moves this often, and what it shows as silence. */
export const meterEveryMs = 100;
export const meterFloorDb = -60;
/** The leading tab asks this often which others there are; who has not answered by the next time is gone. */
export const tabsAskedEveryMs = 30_000;
