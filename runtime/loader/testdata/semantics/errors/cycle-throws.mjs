import './cycle-other.mjs';
throw new Error('in the cycle');
