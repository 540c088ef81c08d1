undeclared = 1;
{ function hoisted() { return undeclared; } }
module.exports = hoisted;
