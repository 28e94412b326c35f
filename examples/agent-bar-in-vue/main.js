// A Vue application with the bar at its top.
import '@cordboard/toolbar';
import { createApp } from 'vue';
import App from './app.vue';

createApp(App).mount('#app');
