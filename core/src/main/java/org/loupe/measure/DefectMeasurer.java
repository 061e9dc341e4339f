package org.loupe.measure;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.loupe.defect.Measurement;
import org.loupe.defect.MeasurementFlag;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.image.GrayImage;

/**
 * Measures size and shape of the defect in a box (Module III).
 *
 * <p>Immutable and thread-safe.
 */
public final class DefectMeasurer {

  private final MeasurementSettings settings;

  public DefectMeasurer(MeasurementSettings settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
  }

  /**
   * Returns the measurement of the defect in {@code box}; where nothing can be made out, the
   * ellipse inscribed in the box, flagged.
   *
   * @throws IllegalArgumentException if the box lies wholly outside the image
   */
  public Measurement measure(GrayImage image, Box box) {
    if (!(box.x() < image.width()
        && box.y() < image.height()
        && box.right() > 0
        && box.bottom() > 0)) {
      throw new IllegalArgumentException(
          "box must overlap the image of "
              + image.width()
              + " x "
              + image.height()
              + " pixels, was "
              + box);
    }
    Set<MeasurementFlag> flags = EnumSet.noneOf(MeasurementFlag.class);
    Optional<RimFit.Rim> rim = RimFit.fit(image, box, settings.polarity());
    Ellipse ellipse;
    if (rim.isPresent()) {
      ellipse = rim.get().shape().toEllipse();
      if (rim.get().contrast() < 1) {
        flags.add(MeasurementFlag.LOW_CONTRAST);
      }
    } else {
      ellipse = inscribed(box);
      flags.add(MeasurementFlag.FELL_BACK);
    }
    Box hull = ellipse.boundingBox();
    if (hull.x() < 1
        || hull.y() < 1
        || hull.right() > image.width() - 1
        || hull.bottom() > image.height() - 1) {
      flags.add(MeasurementFlag.TOUCHES_EDGE);
    }
    return new Measurement(
        ellipse, ellipse.area(), ellipse.majorAxisLength(), ellipse.minorAxisLength(), flags);
  }

  private static Ellipse inscribed(Box box) {
    double major = Math.max(box.width(), box.height());
    double minor = Math.min(box.width(), box.height());
    return new Ellipse(
        box.centerX(), box.centerY(), major, minor, box.width() >= box.height() ? 0 : Math.PI / 2);
  }
}
