// expect: timeout
("a".repeat(40) + "b").replace(/(?=(a+)+$)a/g, "c"); for (;;) ("a".repeat(40) + "b").split(/(?=(a+)+$)a/);
