package org.loupe.analysis;

import java.util.Locale;
import java.util.Optional;
import org.loupe.image.GrayImage;
import org.loupe.image.Resampling;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.Micrograph;
import org.loupe.model.ModelBundle;

/** A small change of the micrograph or of the settings that should not change the numbers much. */
public enum Variation {
  /** A defect has to be more probable by 0.1. */
  THRESHOLD_HIGHER("least probability 0.1 higher"),
  /** A defect may be less probable by 0.1. */
  THRESHOLD_LOWER("least probability 0.1 lower"),
  /** The power 1.2 of the brightness between the darkest and the brightest pixel. */
  GAMMA_HIGHER("gamma 1.2"),
  /** The power 1 / 1.2 of the brightness between the darkest and the brightest pixel. */
  GAMMA_LOWER("gamma 1 / 1.2"),
  /** The image enlarged by a twentieth, as at a slightly higher magnification. */
  ENLARGED("enlarged by 5 %"),
  /** The image made smaller by a twentieth. */
  REDUCED("reduced by 5 %");

  private static final double THRESHOLD_STEP = 0.1;
  private static final double GAMMA = 1.2;
  private static final double SCALE = 1.05;

  private final String description;

  Variation(String description) {
    this.description = description;
  }

  /** Returns what is changed, in words. */
  public String description() {
    return description;
  }

  /** Returns the name as tables have it, such as {@code threshold_higher}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the model to use, or empty if this variation means nothing to it. */
  Optional<ModelBundle> model(ModelBundle model) {
    return switch (this) {
      case THRESHOLD_HIGHER -> threshold(model, THRESHOLD_STEP);
      case THRESHOLD_LOWER -> threshold(model, -THRESHOLD_STEP);
      default -> Optional.of(model);
    };
  }

  private static Optional<ModelBundle> threshold(ModelBundle model, double step) {
    return model.screener().isPresent()
        ? Optional.of(model.withMinProbability(p -> Math.max(0, Math.min(1, p + step))))
        : Optional.empty();
  }

  /**
   * Returns the changed micrograph; lengths in its pixels are {@link #scale} times the original.
   */
  Micrograph micrograph(Micrograph original) {
    GrayImage image = original.image();
    GrayImage changed =
        switch (this) {
          case THRESHOLD_HIGHER, THRESHOLD_LOWER -> image;
          case GAMMA_HIGHER -> gamma(image, GAMMA);
          case GAMMA_LOWER -> gamma(image, 1 / GAMMA);
          case ENLARGED, REDUCED ->
              Resampling.linear(
                  image, scaled(image.width(), scale()), scaled(image.height(), scale()));
        };
    return new Micrograph(
        changed,
        original.bits(),
        original.format(),
        original.calibration().map(this::scaled),
        original.notes());
  }

  private Calibration scaled(Calibration calibration) {
    return new Calibration(
        calibration.pixelWidthNm() / scale(),
        calibration.pixelHeightNm() / scale(),
        calibration.source());
  }

  /** Returns how many pixels of the changed micrograph one of the original is. */
  double scale() {
    return switch (this) {
      case ENLARGED -> SCALE;
      case REDUCED -> 1 / SCALE;
      default -> 1;
    };
  }

  private static int scaled(int length, double scale) {
    return Math.max(1, (int) Math.round(length * scale));
  }

  private static GrayImage gamma(GrayImage image, double power) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float sample : image.samples()) {
      low = Math.min(low, sample);
      high = Math.max(high, sample);
    }
    double range = (double) high - low;
    if (range == 0) {
      return image;
    }
    float[] changed = new float[image.samples().length];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = (float) (low + range * Math.pow((image.samples()[i] - low) / range, power));
    }
    return new GrayImage(image.width(), image.height(), changed);
  }
}
