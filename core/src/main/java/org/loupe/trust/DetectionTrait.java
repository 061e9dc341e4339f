package org.loupe.trust;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.screen.ScreenedBox;

/**
 * Numbers of a micrograph's detections that may tell how good they are: the eight of N. Li et al.
 * (2025) for a trust score, and the F1 that the probabilities promise. The names stand in model
 * files.
 */
public enum DetectionTrait {
  /** Share of the detections whose probability is above 0.9. */
  SURE_SHARE,
  /** Logarithm of one more than the number of detections. */
  COUNT,
  /** Share of the micrograph that the boxes cover, each counted. */
  COVERED_SHARE,
  /** Mean probability, weighted by the boxes' areas. */
  AREA_WEIGHTED_PROBABILITY,
  /** Mean probability. */
  MEAN_PROBABILITY,
  /** Logarithm of the mean side of a square of the boxes' areas, in pixels. */
  MEAN_SIZE,
  /** Standard deviation of the probabilities. */
  SD_PROBABILITY,
  /** Standard deviation of the sides over their mean. */
  RELATIVE_SD_SIZE,
  /**
   * F1 if every probability came true: twice the sum over the detections, over the number of
   * detections and the sum over all candidates, which is the number of defects to be expected.
   */
  PROMISED_F1;

  private static final double SURE = 0.9;

  /**
   * Returns the numbers of a micrograph.
   *
   * @param boxes what the network says of the candidates, without duplicates
   * @param minProbability from which a box counts as a detection
   * @return empty if there are no detections
   */
  public static Map<DetectionTrait, Double> of(
      ByteImage image, List<ScreenedBox> boxes, double minProbability) {
    List<ScreenedBox> detections =
        boxes.stream().filter(box -> box.probability() >= minProbability).toList();
    Map<DetectionTrait, Double> traits = new EnumMap<>(DetectionTrait.class);
    if (detections.isEmpty()) {
      return traits;
    }
    int count = detections.size();
    double[] probabilities = detections.stream().mapToDouble(ScreenedBox::probability).toArray();
    double[] areas = detections.stream().mapToDouble(box -> area(box.box())).toArray();
    double[] sides = new double[count];
    double weighted = 0;
    for (int i = 0; i < count; i++) {
      sides[i] = Math.sqrt(areas[i]);
      weighted += areas[i] * probabilities[i];
    }
    double allAreas = sum(areas);
    double expected = boxes.stream().mapToDouble(ScreenedBox::probability).sum();
    traits.put(
        SURE_SHARE,
        (double) detections.stream().filter(box -> box.probability() > SURE).count() / count);
    traits.put(COUNT, Math.log1p(count));
    traits.put(COVERED_SHARE, allAreas / ((double) image.width() * image.height()));
    traits.put(AREA_WEIGHTED_PROBABILITY, weighted / allAreas);
    traits.put(MEAN_PROBABILITY, sum(probabilities) / count);
    traits.put(MEAN_SIZE, Math.log(sum(sides) / count));
    traits.put(SD_PROBABILITY, standardDeviation(probabilities));
    traits.put(RELATIVE_SD_SIZE, standardDeviation(sides) / (sum(sides) / count));
    traits.put(PROMISED_F1, 2 * sum(probabilities) / (count + expected));
    return traits;
  }

  private static double area(Box box) {
    return box.width() * box.height();
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /** Returns the standard deviation of the values themselves: 0 for a single one. */
  private static double standardDeviation(double[] values) {
    double mean = sum(values) / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }
}
