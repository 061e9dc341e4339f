package org.loupe.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class PixelsInFlightTest {

  /** Runs micrographs of so many pixels each in a pool; returns the most pixels seen at once. */
  private static int mostAtOnce(PixelsInFlight inFlight, int threads, int... pixels) {
    ForkJoinPool pool = new ForkJoinPool(threads);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<ForkJoinTask<?>> tasks = new ArrayList<>();
    for (int count : pixels) {
      tasks.add(
          pool.submit(
              () -> {
                try (PixelsInFlight.Room room = inFlight.enter(count)) {
                  assertThat(room).isNotNull();
                  most.accumulateAndGet(now.addAndGet(count), Math::max);
                  Thread.sleep(2);
                  now.addAndGet(-count);
                }
                return count;
              }));
    }
    tasks.forEach(ForkJoinTask::join);
    pool.shutdown();
    return most.get();
  }

  @Test
  void noMoreThanTheBoundAtOnce() {
    int[] pixels = new int[60];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 10 + i % 7 * 10;
    }
    assertThat(mostAtOnce(new PixelsInFlight(100), 6, pixels)).isBetween(70, 100);
  }

  @Test
  void oneThatIsLargerThanTheBoundRunsAlone() {
    assertThat(mostAtOnce(new PixelsInFlight(100), 4, 30, 500, 30, 500, 30)).isEqualTo(500);
  }

  @Test
  void smallOnesRunTogether() throws InterruptedException {
    PixelsInFlight inFlight = new PixelsInFlight(100);
    ForkJoinPool pool = new ForkJoinPool(2);
    CountDownLatch both = new CountDownLatch(2);
    List<ForkJoinTask<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      tasks.add(
          pool.submit(
              () -> {
                try (PixelsInFlight.Room room = inFlight.enter(50)) {
                  assertThat(room).isNotNull();
                  both.countDown();
                  return both.await(300, TimeUnit.SECONDS); // each waits for the other
                }
              }));
    }
    for (ForkJoinTask<Boolean> task : tasks) {
      assertThat(task.join()).isTrue();
    }
    pool.shutdown();
  }

  /** 0.9 of 4 GiB are 483 million pixels of 8 bytes: 16384 x 16384 and half as many beside it. */
  @Test
  void theBoundFollowsTheHeap() throws InterruptedException {
    PixelsInFlight inFlight = PixelsInFlight.forHeap(4L << 30);
    PixelsInFlight.Room first = inFlight.enter(16_384L * 16_384);
    try (PixelsInFlight.Room second = inFlight.enter(8192L * 16_384)) {
      assertThat(second).isNotNull();
    }
    first.close();
    inFlight.enterAlone().close();
    assertThatIllegalArgumentException().isThrownBy(() -> new PixelsInFlight(0));
  }
}
