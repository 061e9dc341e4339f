package org.loupe.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.junit.jupiter.api.Test;
import org.loupe.cascade.SyntheticCascade;
import org.loupe.defect.Candidate;
import org.loupe.defect.Detection;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;

class ScreenerTest {

  private static final int WIDTH = 300;
  private static final int HEIGHT = 200;
  private static final ByteImage IMAGE = SyntheticCascade.image(2, WIDTH, HEIGHT);
  private static final PatchSettings PATCH = TinyNetwork.PATCH;

  private static List<Candidate> candidates(int count) {
    Random random = new Random(4);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int side = 16 + random.nextInt(60);
      candidates.add(
          new Candidate(
              new Box(random.nextInt(WIDTH - side), random.nextInt(HEIGHT - side), side, side),
              i,
              1));
    }
    return candidates;
  }

  /** A network that every sample of a patch counts for. */
  private static TinyNetwork varied() {
    Random random = new Random(6);
    float[] weights = new float[PATCH.samples()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian() / 8;
    }
    return new TinyNetwork(PATCH).patchWeights(weights).delta(0.1f, -0.2f, 0.4f, -0.3f);
  }

  private static List<ScreenedBox> judge(ScreenerModel model, int threads, int count)
      throws ScreenerFormatException {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try (Screener screener = new Screener(model)) {
      return screener.judge(IMAGE, candidates(count), pool);
    } finally {
      pool.shutdown();
    }
  }

  private static List<Detection> screen(ScreenerModel model, int threads, int count)
      throws ScreenerFormatException {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try (Screener screener = new Screener(model)) {
      return screener.screen(IMAGE, candidates(count), "loop", pool);
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void threadsDoNotChangeTheResult() throws ScreenerFormatException {
    ScreenerModel model = varied().screener();
    List<ScreenedBox> one = judge(model, 1, 333);
    assertThat(judge(model, 4, 333)).isEqualTo(one);
    // a few lie on flat ground, which gives 0.5
    assertThat(one.stream().map(ScreenedBox::probability).distinct()).hasSizeGreaterThan(300);
    assertThat(screen(model, 4, 333)).isEqualTo(screen(model, 1, 333));
  }

  @Test
  void aCallFromAThreadOfThePoolGivesTheSame() throws ScreenerFormatException {
    ScreenerModel model = varied().screener();
    ForkJoinPool pool = new ForkJoinPool(2);
    try (Screener screener = new Screener(model)) {
      List<ScreenedBox> within =
          pool.submit(ForkJoinTask.adapt(() -> screener.judge(IMAGE, candidates(100), pool)))
              .join();
      assertThat(within).isEqualTo(judge(model, 1, 100));
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void everyCandidateIsJudgedInItsPlace() throws ScreenerFormatException {
    List<ScreenedBox> judged = judge(varied().screener(), 2, 70);
    assertThat(judged).extracting(ScreenedBox::candidate).isEqualTo(candidates(70));
    assertThat(judge(varied().screener(), 2, 0)).isEmpty();
  }

  @Test
  void detectionsAreTheProbableOnesMostProbableFirst() throws ScreenerFormatException {
    ScreenerModel model = varied().screener();
    List<Detection> detections = screen(model, 2, 200);
    List<Double> probable =
        judge(model, 1, 200).stream()
            .map(ScreenedBox::probability)
            .filter(probability -> probability >= 0.5)
            .sorted(Comparator.reverseOrder())
            .toList();
    assertThat(probable).hasSizeBetween(20, 180);
    assertThat(detections)
        .extracting(detection -> detection.screeningProbability().getAsDouble())
        .isEqualTo(probable);
    assertThat(detections).allMatch(detection -> detection.defectClass().equals("loop"));
    assertThat(detections).allMatch(detection -> detection.detectionScore().isPresent());
  }

  @Test
  void refinedBoxesStayInsideTheFrame() throws ScreenerFormatException {
    for (float[] delta :
        new float[][] {{5, 5, 2, 2}, {-5, -5, 2, -2}, {-5, 5, -2, 2}, {0, 0, 2, 2}}) {
      ScreenerModel model = new TinyNetwork(PATCH).delta(delta).screener();
      for (ScreenedBox judged : judge(model.withSettings(model.settings().withPasses(3)), 1, 60)) {
        Box box = judged.box();
        assertThat(box.x()).isGreaterThanOrEqualTo(0);
        assertThat(box.y()).isGreaterThanOrEqualTo(0);
        assertThat(box.right()).isLessThanOrEqualTo(WIDTH + 1e-9); // x + (right - x) rounds
        assertThat(box.bottom()).isLessThanOrEqualTo(HEIGHT + 1e-9);
      }
    }
  }

  @Test
  void theSecondLookIsAtTheRefinedBox() throws ScreenerFormatException {
    // logit = log(side / 32); each look makes the box half as wide and high
    ScreenerModel once =
        new TinyNetwork(PATCH)
            .scalarWeights(1, 0, 0)
            .delta(0, 0, (float) -Math.log(2), (float) -Math.log(2))
            .screener();
    ScreenerModel twice = once.withSettings(once.settings().withPasses(2));
    List<ScreenedBox> first = judge(once, 1, 40);
    List<ScreenedBox> second = judge(twice, 1, 40);
    for (int i = 0; i < 40; i++) {
      double side = first.get(i).candidate().box().width();
      assertThat(first.get(i).logit()).isEqualTo(Math.log(side / 32), within(1e-6)); // floats
      assertThat(second.get(i).logit()).isEqualTo(Math.log(side / 64), within(1e-6));
      assertThat(second.get(i).box().width()).isEqualTo(side / 4, within(1e-4));
    }
  }

  @Test
  void temperatureAndOffsetMakeTheProbability() throws ScreenerFormatException {
    ScreenerModel model = new TinyNetwork(PATCH).bias(3).screener();
    ScreenerModel calibrated =
        model.withSettings(model.settings().withCalibration(2, -0.5).withMinProbability(0.1));
    OptionalDouble probability = screen(calibrated, 1, 1).get(0).screeningProbability();
    assertThat(probability.getAsDouble()).isEqualTo(1 / (1 + Math.exp(-1)), within(1e-12));
  }

  @Test
  void aNetworkThatGivesNoNumberFailsTheMicrograph() {
    ScreenerModel model = new TinyNetwork(PATCH).bias(Float.NaN).screener();
    assertThatThrownBy(() -> screen(model, 2, 100)).isInstanceOf(IllegalStateException.class);
  }
}
