// Vue is told that <agent-bar> is an element of the browser's, not a component to look for.
import vue from '@vitejs/plugin-vue';

export default {
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'agent-bar' } } })],
};
