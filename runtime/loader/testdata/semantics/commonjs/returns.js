#!/usr/bin/env node
exports.value = 1;
if (exports.value) return;
exports.value = 2;
