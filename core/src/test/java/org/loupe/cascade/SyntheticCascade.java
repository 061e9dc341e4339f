package org.loupe.cascade;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.loupe.image.ByteImage;

/** Random cascades and images for tests: they mean nothing, but every part of them counts. */
public final class SyntheticCascade {

  private SyntheticCascade() {}

  /** Returns a cascade whose stages each pass about half of all windows. */
  public static LbpCascade random(long seed, int width, int height, int... stumpsPerStage) {
    return random(seed, width, height, Integer.MAX_VALUE, stumpsPerStage);
  }

  /** As {@link #random}, with cells of at most {@code maxCellArea} pixels. */
  public static LbpCascade randomWithCells(
      long seed, int width, int height, int maxCellArea, int... stumpsPerStage) {
    return random(seed, width, height, maxCellArea, stumpsPerStage);
  }

  private static LbpCascade random(
      long seed, int width, int height, int maxCellArea, int[] stumpsPerStage) {
    Random random = new Random(seed);
    List<LbpFeature> features = new ArrayList<>();
    while (features.size() < 60) {
      int cellWidth = 1 + random.nextInt(width / 3);
      int cellHeight = 1 + random.nextInt(height / 3);
      if (cellWidth * cellHeight <= maxCellArea) {
        features.add(
            new LbpFeature(
                random.nextInt(width - 3 * cellWidth + 1),
                random.nextInt(height - 3 * cellHeight + 1),
                cellWidth,
                cellHeight));
      }
    }
    List<Stage> stages = new ArrayList<>();
    for (int count : stumpsPerStage) {
      List<Stump> stumps = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int[] words = random.ints(CodeSet.WORDS).toArray();
        float leaf = 0.1f + random.nextFloat();
        stumps.add(
            new Stump(random.nextInt(features.size()), CodeSet.ofWords(words), -leaf, leaf * 0.9f));
      }
      stages.add(new Stage(-0.05f * random.nextFloat(), stumps));
    }
    return new LbpCascade(width, height, BoostParameters.defaults(), features, stages);
  }

  /** Returns smooth blobs and noise, with flat patches where cells are equal. */
  public static ByteImage image(long seed, int width, int height) {
    Random random = new Random(seed);
    double fx = 0.05 + 0.2 * random.nextDouble();
    double fy = 0.05 + 0.2 * random.nextDouble();
    byte[] samples = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean flat = x / 40 % 3 == 1 && y / 40 % 3 == 1;
        double value = 128 + 60 * Math.sin(fx * x) * Math.cos(fy * y) + 25 * random.nextGaussian();
        samples[y * width + x] = (byte) (flat ? 255 : Math.max(0, Math.min(255, value)));
      }
    }
    return new ByteImage(width, height, samples);
  }
}
