package org.loupe.trust;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.loupe.image.ByteImage;
import org.loupe.screen.ScreenedBox;

/**
 * What tells a micrograph apart from others: a number for each {@link Trait}, in their order.
 *
 * @param values finite
 */
public record MicrographTraits(List<Double> values) {

  private static final List<Trait> ORDER = List.of(Trait.values());
  private static final double PIXELS = 1e6;

  public MicrographTraits {
    values = List.copyOf(values);
    if (values.size() != Trait.values().length
        || !values.stream().allMatch(value -> Double.isFinite(value))) {
      throw new IllegalArgumentException(
          "must be " + Trait.values().length + " finite numbers, were " + values);
    }
  }

  /**
   * Returns the traits of a micrograph.
   *
   * @param image as the detector sees it
   * @param boxes what the network says of the candidates, without duplicates
   * @param minProbability from which a box counts as a detection
   */
  public static MicrographTraits of(
      ByteImage image, List<ScreenedBox> boxes, double minProbability) {
    return of(image, GrayTraits.of(image), boxes, minProbability);
  }

  static MicrographTraits of(
      ByteImage image, GrayTraits gray, List<ScreenedBox> boxes, double minProbability) {
    Map<Trait, Double> traits = gray.byName();
    List<ScreenedBox> detections =
        boxes.stream().filter(box -> box.probability() >= minProbability).toList();
    double area = (double) image.width() * image.height() / PIXELS;
    traits.put(Trait.CANDIDATES, Math.log1p(boxes.size() / area));
    traits.put(Trait.DETECTIONS, Math.log1p(detections.size() / area));
    // none: as doubtful as a detection may be
    traits.put(
        Trait.PROBABILITY,
        detections.stream().mapToDouble(ScreenedBox::probability).average().orElse(minProbability));
    traits.put(Trait.SIZE, medianSize(boxes, Math.max(image.width(), image.height())));
    return new MicrographTraits(new ArrayList<>(traits.values()));
  }

  /** Returns the median logarithm of the longer sides; that of the whole image without boxes. */
  private static double medianSize(List<ScreenedBox> boxes, int whole) {
    double[] sides =
        boxes.stream()
            .mapToDouble(
                box -> Math.max(box.candidate().box().width(), box.candidate().box().height()))
            .sorted()
            .toArray();
    return Math.log(sides.length == 0 ? whole : sides[sides.length / 2]);
  }

  Map<Trait, Double> byName() {
    Map<Trait, Double> traits = new EnumMap<>(Trait.class);
    ORDER.forEach(trait -> traits.put(trait, value(trait)));
    return traits;
  }

  /** Returns the number of one trait. */
  public double value(Trait trait) {
    return values.get(ORDER.indexOf(trait));
  }
}
