/**
 * A bar that shows how far work has come: on the terminal, at the bottom, with whatever else the program prints above it.
 */
declare module "lariat:progress" {
  /** How far work has come, as every `onProgress` of lariat tells it. */
  export interface ProgressState {
    /** Parts that are done, the failed ones among them: items, or bytes. */
    done: number;
    /** Parts that have failed; 0 if it is left out. */
    failed?: number;
    /** How many there are; left out until it is known. */
    total?: number;
  }

  export interface ProgressOptions {
    /** What stands before the bar. */
    label?: string;
    /** How many parts there will be, from 0. A bar that knows no total counts. */
    total?: number;
    /** What the parts are, "files" for one; `"bytes"` are written as kB, MB and so on. */
    unit?: string;
  }

  /** A bar: a function that takes a ProgressState, which makes it an `onProgress`. It is over when `done` comes to `total`. */
  export interface ProgressBar extends Disposable {
    /**
     * Says how far the work has come. A bar that is over ignores it.
     * @throws TypeError when the state is no object, or has something in it that is no number
     * @throws RangeError when `done` is left out, or a number is negative
     */
    (state: ProgressState): void;
    /**
     * Says that n more parts are done, 1 if it is left out.
     * @throws RangeError when n is negative
     * ```js
     * import { progress } from "lariat:progress";
     * using bar = progress({ total: 3, unit: "letters" });
     * for (const letter of "abc") bar.add();
     * console.log(bar.done); // 3
     * ```
     */
    add(n?: number): void;
    /**
     * Takes the bar away and says how it went, once: 12 of 40 files in 1.2s, 10 files/s. `using` calls it, and the end of
     * the program.
     * ```js
     * import { progress } from "lariat:progress";
     * const bar = progress({ label: "pages" });
     * bar.add(12);
     * bar.end(); // pages: 12 in 0s
     * console.log(bar.total); // undefined
     * ```
     */
    end(): void;
    readonly done: number;
    readonly failed: number;
    readonly total: number | undefined;
  }

  /**
   * Shows a bar on the terminal that standard error is, with a rate and the time that is left, until the work is done or
   * bar.end() is called. It is drawn at most every 80 ms, and several bars stand below each other; `NO_COLOR` is obeyed. Where
   * standard error is no terminal, or a dumb one, nothing is written but a line at the end. A bar does not keep the program
   * alive.
   *
   * In a worker of `isolation: "process"` there is no terminal: let the program show how far its workers are.
   * @throws TypeError when an option has the wrong type, or there is no such option
   * @throws RangeError when `total` is negative
   * ```js
   * import { progress } from "lariat:progress";
   * import { WorkerPool } from "lariat:worker";
   * await using pool = new WorkerPool({ max: 2 });
   * const squares = await pool.map((n) => n * n, [1, 2, 3], { onProgress: progress({ label: "squares" }) });
   * console.log(squares);
   * // Output: [ 1, 4, 9 ]
   * ```
   */
  export function progress(options?: ProgressOptions): ProgressBar;
}
