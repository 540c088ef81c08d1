package es

import (
	"strings"
	"testing"
)

// shapes lists what a language level adds, one feature a line: owner, key, attributes (w, e, c), then
// "fn name length", "get name", "class name length" or "value type".
const shapes = `
# ES2020
globalThis globalThis wc value object
BigInt asIntN wc fn asIntN 2
BigInt asUintN wc fn asUintN 2
globalThis BigInt64Array wc class BigInt64Array 3
DataView.prototype getBigInt64 wc fn getBigInt64 1
DataView.prototype setBigUint64 wc fn setBigUint64 2
Promise allSettled wc fn allSettled 1
String.prototype matchAll wc fn matchAll 1
Symbol matchAll - value symbol
# Annex B
String.prototype anchor wc fn anchor 1
String.prototype fontsize wc fn fontsize 1
String.prototype sup wc fn sup 0
Date.prototype getYear wc fn getYear 0
Date.prototype setYear wc fn setYear 1
Date.prototype toGMTString wc fn toUTCString 0
# ES2022
RegExp.prototype hasIndices c get hasIndices
# ES2021
globalThis AggregateError wc class AggregateError 2
Promise any wc fn any 1
String.prototype replaceAll wc fn replaceAll 2
globalThis SharedArrayBuffer wc class SharedArrayBuffer 1
SharedArrayBuffer prototype - value object
SharedArrayBuffer.prototype constructor wc class SharedArrayBuffer 1
SharedArrayBuffer.prototype slice wc fn slice 2
SharedArrayBuffer.prototype grow wc fn grow 1
globalThis Atomics wc value object
Atomics add wc fn add 3
Atomics compareExchange wc fn compareExchange 4
Atomics load wc fn load 2
Atomics pause wc fn pause 0
Atomics wait wc fn wait 4
Atomics waitAsync wc fn waitAsync 4
Atomics notify wc fn notify 3
globalThis WeakRef wc class WeakRef 1
WeakRef prototype - value object
WeakRef.prototype deref wc fn deref 0
WeakRef.prototype constructor wc class WeakRef 1
globalThis FinalizationRegistry wc class FinalizationRegistry 1
FinalizationRegistry.prototype register wc fn register 2
FinalizationRegistry.prototype unregister wc fn unregister 1
# ES2022
Array.prototype at wc fn at 1
String.prototype at wc fn at 1
TypedArray.prototype at wc fn at 1
Object hasOwn wc fn hasOwn 2
# ES2023
Array.prototype findLast wc fn findLast 1
Array.prototype findLastIndex wc fn findLastIndex 1
Array.prototype toReversed wc fn toReversed 0
Array.prototype toSorted wc fn toSorted 1
Array.prototype toSpliced wc fn toSpliced 2
Array.prototype with wc fn with 2
TypedArray.prototype findLast wc fn findLast 1
TypedArray.prototype findLastIndex wc fn findLastIndex 1
TypedArray.prototype toReversed wc fn toReversed 0
TypedArray.prototype toSorted wc fn toSorted 1
TypedArray.prototype with wc fn with 2
# ES2024
Object groupBy wc fn groupBy 2
Map groupBy wc fn groupBy 2
Promise withResolvers wc fn withResolvers 0
String.prototype isWellFormed wc fn isWellFormed 0
String.prototype toWellFormed wc fn toWellFormed 0
ArrayBuffer.prototype transfer wc fn transfer 0
ArrayBuffer.prototype transferToFixedLength wc fn transferToFixedLength 0
ArrayBuffer.prototype detached c get detached
ArrayBuffer.prototype maxByteLength c get maxByteLength
ArrayBuffer.prototype resizable c get resizable
# ES2025
globalThis Iterator wc class Iterator 0
Iterator prototype - value object
Iterator from wc fn from 1
Iterator.prototype map wc fn map 1
Iterator.prototype filter wc fn filter 1
Iterator.prototype take wc fn take 1
Iterator.prototype drop wc fn drop 1
Iterator.prototype flatMap wc fn flatMap 1
Iterator.prototype reduce wc fn reduce 1
Iterator.prototype toArray wc fn toArray 0
Iterator.prototype forEach wc fn forEach 1
Iterator.prototype some wc fn some 1
Iterator.prototype every wc fn every 1
Iterator.prototype find wc fn find 1
Iterator.prototype constructor c get constructor
Iterator.prototype @@toStringTag c get [Symbol.toStringTag]
Promise try wc fn try 1
RegExp escape wc fn escape 1
Math f16round wc fn f16round 1
DataView.prototype getFloat16 wc fn getFloat16 1
DataView.prototype setFloat16 wc fn setFloat16 2
Set.prototype union wc fn union 1
Set.prototype intersection wc fn intersection 1
Set.prototype difference wc fn difference 1
Set.prototype symmetricDifference wc fn symmetricDifference 1
Set.prototype isSubsetOf wc fn isSubsetOf 1
Set.prototype isSupersetOf wc fn isSupersetOf 1
Set.prototype isDisjointFrom wc fn isDisjointFrom 1
# ES2026
Array fromAsync wc fn fromAsync 1
Error isError wc fn isError 1
Iterator concat wc fn concat 0
JSON rawJSON wc fn rawJSON 1
JSON isRawJSON wc fn isRawJSON 1
Map.prototype getOrInsert wc fn getOrInsert 2
Map.prototype getOrInsertComputed wc fn getOrInsertComputed 2
WeakMap.prototype getOrInsert wc fn getOrInsert 2
WeakMap.prototype getOrInsertComputed wc fn getOrInsertComputed 2
Math sumPrecise wc fn sumPrecise 1
Uint8Array fromBase64 wc fn fromBase64 1
Uint8Array fromHex wc fn fromHex 1
Uint8Array.prototype toBase64 wc fn toBase64 0
Uint8Array.prototype toHex wc fn toHex 0
Uint8Array.prototype setFromBase64 wc fn setFromBase64 1
Uint8Array.prototype setFromHex wc fn setFromHex 1
# explicit resource management
Symbol dispose - value symbol
Symbol asyncDispose - value symbol
Symbol asyncIterator - value symbol
globalThis SuppressedError wc class SuppressedError 3
SuppressedError.prototype name wc value string
SuppressedError.prototype message wc value string
globalThis DisposableStack wc class DisposableStack 0
DisposableStack.prototype use wc fn use 1
DisposableStack.prototype adopt wc fn adopt 2
DisposableStack.prototype defer wc fn defer 1
DisposableStack.prototype move wc fn move 0
DisposableStack.prototype dispose wc fn dispose 0
DisposableStack.prototype @@dispose wc fn dispose 0
DisposableStack.prototype disposed c get disposed
globalThis AsyncDisposableStack wc class AsyncDisposableStack 0
AsyncDisposableStack.prototype use wc fn use 1
AsyncDisposableStack.prototype adopt wc fn adopt 2
AsyncDisposableStack.prototype defer wc fn defer 1
AsyncDisposableStack.prototype move wc fn move 0
AsyncDisposableStack.prototype disposeAsync wc fn disposeAsync 0
AsyncDisposableStack.prototype @@asyncDispose wc fn disposeAsync 0
AsyncDisposableStack.prototype disposed c get disposed
Iterator.prototype @@dispose wc fn [Symbol.dispose] 0
# Annex B, and what V8 has
Object.prototype __defineGetter__ wc fn __defineGetter__ 2
Object.prototype __defineSetter__ wc fn __defineSetter__ 2
Object.prototype __lookupGetter__ wc fn __lookupGetter__ 1
Object.prototype __lookupSetter__ wc fn __lookupSetter__ 1
Error captureStackTrace wc fn captureStackTrace 2
Error stackTraceLimit wec value number
# what had to be replaced keeps its shape
globalThis RegExp wc class RegExp 2
RegExp prototype - value object
RegExp @@species c get [Symbol.species]
RegExp.prototype constructor wc class RegExp 2
RegExp.prototype @@split wc fn [Symbol.split] 2
String.prototype repeat wc fn repeat 1
String.prototype padStart wc fn padStart 1
String.prototype padEnd wc fn padEnd 1
Function.prototype toString wc fn toString 0
TypedArray from wc fn from 1
`

// describe writes the shape of a property in the words of the table.
const describe = `
const TypedArray = Object.getPrototypeOf(Uint8Array);
function describe(owner, key) {
  if (key.startsWith("@@")) key = Symbol[key.slice(2)];
  if (owner === globalThis) owner[key]; // a lazy global is there after the first look
  const d = Object.getOwnPropertyDescriptor(owner, key);
  if (!d) return "missing";
  const attributes = (d.writable ? "w" : "") + (d.enumerable ? "e" : "") + (d.configurable ? "c" : "") || "-";
  const constructs = (f) => { try { Reflect.construct(Object, [], f); return true } catch { return false } };
  if (d.get) return attributes + " get " + d.get.name.replace("get ", "") + (constructs(d.get) ? " constructs" : "");
  if (typeof d.value !== "function") return attributes + " value " + typeof d.value;
  return attributes + (constructs(d.value) ? " class " : " fn ") + d.value.name + " " + d.value.length;
}
`

func TestShapes(t *testing.T) {
	vm := newVM(t)
	run(t, vm, describe)
	for line := range strings.Lines(shapes) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		owner, rest, _ := strings.Cut(line, " ")
		key, want, _ := strings.Cut(rest, " ")
		if got := run(t, vm, "describe("+owner+", '"+key+"')").String(); got != want {
			t.Errorf("%s %s: got %q, want %q", owner, key, got, want)
		}
	}
}

// TestMissing is the other half of the table: what this VM does not have. Whoever adds one moves its line.
func TestMissing(t *testing.T) {
	missing := []string{
		"SharedArrayBuffer.prototype.resize", "globalThis.Float16Array",
		"ArrayBuffer.prototype.resize", "Array.prototype[Symbol.unscopables].at",
		"globalThis.Intl", "globalThis.Temporal",
	}
	vm := newVM(t)
	for _, expression := range missing {
		if got := run(t, vm, "typeof "+expression).String(); got != "undefined" {
			t.Errorf("%s is a %s: it belongs into the other table now", expression, got)
		}
	}
}

// lazyChecks look at a global that is made at first use from all sides.
var lazyChecks = []check{
	{"listed", "Object.getOwnPropertyNames(globalThis).includes('NAME')", "true"},
	{"not enumerable", "Object.keys(globalThis).includes('NAME')", "false"},
	{"typeof", "typeof NAME", "function"},
	{"the same each time", "NAME === NAME && NAME === globalThis.NAME", "true"},
	{"by its descriptor", "Object.getOwnPropertyDescriptor(globalThis, 'NAME').value === NAME", "true"},
	{
		"assigned",
		"NAME = 5; JSON.stringify(Object.getOwnPropertyDescriptor(globalThis, 'NAME'))",
		`{"value":5,"writable":true,"enumerable":false,"configurable":true}`,
	},
	{
		"read",
		"NAME; Object.values(Object.getOwnPropertyDescriptor(globalThis, 'NAME')).slice(1).join()",
		"true,false,true",
	},
	{"deleted", "delete globalThis.NAME; typeof NAME", "undefined"},
	{"declared", "var NAME = 7; NAME", "7"},
	{"shadowed", "{ class NAME {} }; let NAME = 8; NAME", "8"},
}

func TestLazyGlobals(t *testing.T) {
	names := "Iterator SharedArrayBuffer WeakRef FinalizationRegistry SuppressedError DisposableStack AsyncDisposableStack"
	for name := range strings.FieldsSeq(names) {
		for _, c := range lazyChecks {
			if got := run(t, newVM(t), strings.ReplaceAll(c.expression, "NAME", name)).String(); got != c.want {
				t.Errorf("%s, %s: got %s, want %s", name, c.name, got, c.want)
			}
		}
	}
}
