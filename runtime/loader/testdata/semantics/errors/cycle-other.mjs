import './cycle-throws.mjs';
