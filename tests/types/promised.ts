// Every type that scripts have been promised, with its members: names may be added, none may go.
import type * as errors from "lariat:errors";
import type * as task from "lariat:task";
import type * as worker from "lariat:worker";
import type * as lock from "lariat:lock";
import type * as queue from "lariat:queue";
import type * as limit from "lariat:limit";
import type * as retry from "lariat:retry";
import type * as resource from "lariat:resource";
import type * as fs from "lariat:fs";
import type * as http from "lariat:http";
import type * as inspect from "lariat:inspect";
import type * as test from "lariat:test";

type Has<T, K extends keyof T> = K;
export type Promised = [
  errors.Duration,
  Has<errors.WaitOptions, "signal" | "timeout">,
  Has<errors.AcquireOptions, "weight" | "priority">,
  Has<errors.Token, "held" | "release">,
  errors.Concurrency,
  errors.AnyIterable<unknown>,
  task.TaskState,
  Has<task.Task<unknown>, "id" | "name" | "state" | "startedAt" | "settledAt" | "cancel" | "settled">,
  Has<task.TaskGroupOptions, "name" | "concurrency" | "onError" | "signal" | "timeout">,
  Has<task.TaskGroup<unknown>, "size" | "pending" | "signal" | "spawn" | "join" | "cancel">,
  Has<task.MapOptions, "concurrency" | "onError" | "onProgress">,
  Has<worker.WorkerTask<unknown>, "worker" | "queueTime" | "runTime" | "messages">,
  Has<worker.RunOptions, "capture" | "transfer" | "priority" | "name" | "grace" | "affinity">,
  Has<worker.MapOptions, "chunkSize" | "buffer" | "ordered" | "onError" | "itemTimeout" | "onProgress">,
  Has<worker.WorkerPoolOptions, "name" | "min" | "max" | "idleTimeout" | "maxQueue" | "whenFull" | "taskTimeout" | "abortGrace" | "maxTasksPerWorker" | "isolation" | "concurrencyPerWorker" | "module" | "initializer" | "initArgs" | "env" | "permissions" | "limits" | "aging">,
  Has<worker.PoolStats, "workers" | "busy" | "idle" | "queued" | "running" | "completed" | "failed" | "cancelled" | "interrupted" | "recycled" | "utilization" | "waitTime" | "runTime">,
  Has<worker.Histogram, "count" | "min" | "max" | "mean" | "p50" | "p90" | "p99">,
  Has<worker.Permissions, "read" | "write" | "net" | "env" | "run">,
  worker.Remote<object>,
  Has<lock.LockOptions, "name">,
  queue.Overflow,
  Has<queue.ChannelOptions<unknown>, "capacity" | "overflow" | "name" | "onDrop">,
  queue.Case<unknown>,
  Has<limit.RateLimiterOptions, "limit" | "interval" | "burst" | "algorithm" | "maxQueue" | "whenFull" | "name">,
  retry.Backoff,
  Has<retry.RetryContext, "attempt" | "elapsed" | "error" | "delay" | "signal">,
  Has<retry.RetryOptions, "attempts" | "backoff" | "maxElapsed" | "attemptTimeout" | "retryIf" | "retryResultIf" | "onRetry" | "respectRetryAfter" | "budget" | "signal">,
  retry.Policy,
  Has<resource.ResourcePoolOptions<unknown>, "create" | "destroy" | "validate" | "reset" | "min" | "max" | "idleTimeout" | "maxLifetime" | "maxUses" | "acquireTimeout" | "createTimeout" | "maxWaiting" | "lifo" | "leakWarning" | "name">,
  Has<resource.Lease<unknown>, "resource" | "release" | "destroy">,
  Has<fs.FileHandle, "read" | "write" | "chunks" | "lines" | "stat" | "sync" | "close">,
  Has<http.FetchAllOptions, "concurrency" | "rate" | "retry" | "requestTimeout" | "perHost" | "onError" | "ordered">,
  Has<http.Server, "url" | "inflight" | "close" | "closed">,
  Has<inspect.TaskNode, "id" | "name" | "state" | "isolate" | "createdAt" | "waitingFor" | "children">,
  Has<test.TestOptions, "timeout" | "seed" | "repeat" | "only" | "skip" | "leaks">,
  Has<test.TestContext, "signal" | "clock" | "step">,
];
