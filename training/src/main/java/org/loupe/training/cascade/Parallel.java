package org.loupe.training.cascade;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/** Runs a parallel stream in a given pool instead of the common one. */
final class Parallel {

  private Parallel() {}

  static void run(ForkJoinPool pool, Runnable task) {
    if (ForkJoinTask.getPool() == pool) {
      task.run();
    } else {
      pool.invoke(ForkJoinTask.adapt(task));
    }
  }
}
