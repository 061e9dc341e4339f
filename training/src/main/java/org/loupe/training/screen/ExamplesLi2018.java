package org.loupe.training.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.loupe.defect.Candidate;
import org.loupe.evaluate.CenterRule;
import org.loupe.geometry.Box;
import org.loupe.screen.PatchSymmetry;

/**
 * The examples that the publication's network learns from: all candidates, and nothing else.
 *
 * <p>A candidate is a defect if the center of a label lies within 20 pixels of its own, in x and in
 * y. What the cascade missed is not learned. The publication turns each micrograph by 0, 90, 180
 * and 270 degrees and scans all four; here each candidate is shown once an epoch, turned by one of
 * these angles at random, so that an epoch is about as long as the published one (some 45,000
 * examples).
 *
 * <p>Immutable. What an epoch shows depends on the seed and its number alone.
 */
final class ExamplesLi2018 {

  /** The rotations among the eight symmetries. */
  private static final int[] ROTATIONS = {0, 3, 5, 6};

  private record Example(ScreeningImage image, Box box, boolean defect) {}

  private final List<Example> examples = new ArrayList<>();
  private final long seed;

  ExamplesLi2018(List<ScreeningImage> images, long seed) {
    this.seed = seed;
    for (ScreeningImage image : images) {
      for (Candidate candidate : image.candidates()) {
        boolean defect =
            CenterRule.match(image.annotations(), List.of(candidate.box())).matchedDetections() > 0;
        examples.add(new Example(image, candidate.box(), defect));
      }
    }
    if (defects() == 0 || defects() == size()) {
      throw new IllegalArgumentException(
          "the candidates must be defects and others, were " + defects() + " defects of " + size());
    }
  }

  int size() {
    return examples.size();
  }

  int defects() {
    return (int) examples.stream().filter(Example::defect).count();
  }

  /** Returns the mean of all patches in all four rotations. */
  float[] mean() {
    double[] sum = new double[PatchLi2018.SAMPLES];
    for (Example example : examples) {
      float[] patch = PatchLi2018.cut(example.image().image(), example.box());
      for (int i = 0; i < patch.length; i++) {
        sum[i] += patch[i];
      }
    }
    float[] upright = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      upright[i] = (float) (sum[i] / size());
    }
    float[] mean = new float[sum.length];
    for (int rotation : ROTATIONS) {
      float[] turned = new PatchSymmetry(rotation).turned(upright, PatchLi2018.SIZE_PX);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += turned[i] / ROTATIONS.length;
      }
    }
    return mean;
  }

  /** Returns the numbers of all examples in the order of an epoch. */
  int[] order(int epoch) {
    SplittableRandom random = new SplittableRandom(ExampleSource.mixed(epoch, seed));
    int[] order = new int[size()];
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /**
   * Returns the patches of some examples, ready for the first layer.
   *
   * @param from first place in the order
   */
  ScreeningBatch batch(int[] order, int from, int count, int epoch, InputLi2018 input) {
    ScreeningBatch batch = ScreeningBatch.ofSize(count, PatchLi2018.SAMPLES);
    for (int i = 0; i < count; i++) {
      int number = order[from + i];
      Example example = examples.get(number);
      int turn =
          new SplittableRandom(ExampleSource.mixed(((long) epoch << 32) + number, ~seed))
              .nextInt(ROTATIONS.length);
      float[] patch =
          new PatchSymmetry(ROTATIONS[turn])
              .turned(PatchLi2018.cut(example.image().image(), example.box()), PatchLi2018.SIZE_PX);
      input.write(patch, batch.patches(), i * patch.length);
      batch.targets()[i] = example.defect() ? 1 : 0;
      batch.targetWeights()[i] = 1;
    }
    return batch;
  }
}
