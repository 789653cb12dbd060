// The conversation of conversation_test.go, held with Bolt for JavaScript. Usage: BASE=http://127.0.0.1:PORT node
// conversation.mjs; it ends when its standard input does.
import { App, LogLevel } from '@slack/bolt';

const app = new App({
  token: process.env.BOT_TOKEN,
  appToken: process.env.APP_TOKEN,
  socketMode: true,
  logLevel: LogLevel.WARN,
  clientOptions: { slackApiUrl: process.env.BASE + '/api/' },
});

const plain = (text) => ({ type: 'plain_text', text });
const form = (title) => ({
  type: 'modal', callback_id: 'checkin', private_metadata: 'kept', notify_on_close: true,
  title: plain(title), submit: plain('Save'), close: plain('Cancel'),
  blocks: [{ type: 'input', block_id: 'b', label: plain('How stiff?'), element: { type: 'plain_text_input', action_id: 'score' } }],
});

app.command('/stretch', async ({ ack, respond, command }) => {
  await ack({ text: 'hi ' + command.text });
  await respond({
    text: 'later',
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: '*later*' } },
      { type: 'actions', block_id: 'acts', elements: [
        { type: 'button', action_id: 'done', value: 'v1', text: plain('Did it') },
        { type: 'button', action_id: 'form', text: plain('Form') },
      ] },
    ],
  });
});
app.action('done', async ({ ack, respond }) => {
  await ack();
  await respond({ replace_original: true, text: 'Well done' });
});
app.action('form', async ({ ack, body, client }) => {
  await client.views.open({ trigger_id: body.trigger_id, view: form('Check-in') });
  await ack();
});
app.view('checkin', async ({ ack, view }) => {
  const score = view.state.values.b.score.value;
  if (score === '11') await ack({ response_action: 'errors', errors: { b: '0 to 10, please' } });
  else if (score === '8') await ack({ response_action: 'update', view: form('Saved') });
  else await ack();
});
app.view({ callback_id: 'checkin', type: 'view_closed' }, async ({ ack }) => ack());
app.shortcut('stretch_now', async ({ ack }) => ack());
app.message(async ({ message, client }) => {
  await client.chat.postMessage({ channel: message.channel, text: 'heard ' + message.text });
});
app.event('app_mention', async ({ event, client }) => {
  await client.chat.postEphemeral({ channel: event.channel, user: event.user, text: 'for you' });
});
app.event('app_home_opened', async ({ event, client }) => {
  await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'divider' }] } });
});
app.error(async (problem) => console.error('bolt:', problem.message, JSON.stringify(problem.original?.data ?? '')));

await app.start();
process.stdin.resume();
process.stdin.on('end', async () => {
  await app.stop();
  process.exit(0);
});
