package es

import "testing"

func TestAnnexB(t *testing.T) {
	runChecks(t, []check{
		{
			"HTML",
			`["a".anchor('x"y"'), "a".big(), "a".blink(), "a".bold(), "a".fixed(), "a".fontcolor("red"), "a".fontsize(7), "a".italics(),
				"a".link(), "a".small(), "a".strike(), "a".sub(), "a".sup()].join("")`,
			`"<a name=\"x&quot;y&quot;\">a</a><big>a</big><blink>a</blink><b>a</b><tt>a</tt><font color=\"red\">a</font>` +
				`<font size=\"7\">a</font><i>a</i><a href=\"undefined\">a</a><small>a</small><strike>a</strike><sub>a</sub><sup>a</sup>"`,
		},
		{
			"HTML of what is no text",
			`[thrown(() => "".bold.call(null)), "".bold.call(5), thrown(() => "".link(Symbol())), "\ud800".anchor("\udc00").length]`,
			`["TypeError","<b>5</b>","TypeError",17]`,
		},
		{
			"years",
			`(() => { const d = new Date(2024, 1, 29, 12), then = d.getYear(), set = d.setYear(99), bad = new Date(NaN);
				return [then, set === d.getTime(), d.getFullYear(), d.getMonth(), d.setYear(100) && d.getFullYear(), bad.getYear(),
				bad.setYear(70.9), bad.getFullYear(), d.setYear({}), d.getTime(), thrown(() => d.getYear.call({})),
				thrown(() => d.setYear.call({}, { valueOf() { throw new RangeError } })), d.toGMTString === d.toUTCString] })()`,
			`[124,true,1999,2,100,null,0,1970,null,null,"TypeError","TypeError",true]`,
		},
	})
}
