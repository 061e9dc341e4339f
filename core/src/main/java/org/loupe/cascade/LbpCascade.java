package org.loupe.cascade;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A boosted cascade of LBP stumps; an immutable value that {@link CascadeXml} reads and writes.
 *
 * @param windowWidth in pixels, 3 to 1024
 * @param windowHeight in pixels, 3 to 1024
 * @param training how it was trained
 * @param features each inside the window
 * @param stages at least one, in the order of evaluation
 */
public record LbpCascade(
    int windowWidth,
    int windowHeight,
    BoostParameters training,
    List<LbpFeature> features,
    List<Stage> stages) {

  static final int MAX_WINDOW = 1024;

  public LbpCascade {
    if (Math.min(windowWidth, windowHeight) < 3
        || Math.max(windowWidth, windowHeight) > MAX_WINDOW) {
      throw new IllegalArgumentException(
          "window sides must be 3 to 1024 pixels, were " + windowWidth + " and " + windowHeight);
    }
    features = List.copyOf(features);
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("a cascade needs at least one stage, had none");
    }
    for (int i = 0; i < features.size(); i++) {
      if (!features.get(i).fits(windowWidth, windowHeight)) {
        throw new IllegalArgumentException(
            "feature " + i + " leaves the window: " + features.get(i));
      }
    }
    for (int s = 0; s < stages.size(); s++) {
      for (Stump stump : stages.get(s).stumps()) {
        if (stump.feature() >= features.size()) {
          throw new IllegalArgumentException(
              String.format(
                  java.util.Locale.ROOT,
                  "stage %d uses feature %d of only %d",
                  s,
                  stump.feature(),
                  features.size()));
        }
      }
    }
  }

  /**
   * Returns a cascade of this one's first stages.
   *
   * @param count 1 to all
   */
  public LbpCascade beginning(int count) {
    return new LbpCascade(windowWidth, windowHeight, training, features, stages.subList(0, count))
        .withUsedFeatures();
  }

  /** Returns the same cascade without features that no stump uses, numbered as they first come. */
  public LbpCascade withUsedFeatures() {
    int[] numbers = new int[features.size()];
    Arrays.fill(numbers, -1);
    List<LbpFeature> used = new ArrayList<>();
    List<Stage> renumbered = new ArrayList<>();
    for (Stage stage : stages) {
      List<Stump> stumps = new ArrayList<>();
      for (Stump stump : stage.stumps()) {
        if (numbers[stump.feature()] < 0) {
          numbers[stump.feature()] = used.size();
          used.add(features.get(stump.feature()));
        }
        stumps.add(
            new Stump(
                numbers[stump.feature()], stump.leftCodes(), stump.leftLeaf(), stump.rightLeaf()));
      }
      renumbered.add(new Stage(stage.threshold(), stumps));
    }
    return new LbpCascade(windowWidth, windowHeight, training, used, renumbered);
  }
}
