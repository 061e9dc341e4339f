package org.loupe.measure;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveAction;
import org.loupe.defect.Measurement;
import org.loupe.defect.MeasurementFlag;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.image.GrayImage;
import org.loupe.image.Mask;

/**
 * Measures size and shape of the defect in a box (Module III).
 *
 * <p>By default an ellipse is fitted to the center line of the rim: the second derivatives of the
 * smoothed image say how much of a line runs through a point at a given direction; ellipses started
 * from the box, from a scan of circles and from closed paths are pulled to the rim; the one of best
 * mean response wins and is climbed to sub-pixel precision. Area and caliper diameters are then
 * those of the ellipse. The outer edge of a rim lies about its full width at half depth farther out
 * in diameter. The published flood gives the region's own area and caliper diameters.
 *
 * <p>A solid defect, such as a black dot or a loop seen edge-on, has no rim: its middle is no
 * brighter than the band inside its outline. It is flagged {@link MeasurementFlag#SOLID}, and the
 * ellipse follows the steepest slope of its edge instead. A rim of which a good part shows nothing
 * is flagged {@link MeasurementFlag#BROKEN_RIM}.
 *
 * <p>Immutable and thread-safe.
 */
public final class DefectMeasurer {

  /**
   * How far outside the center line of the rim people draw, in half widths of the rim at half
   * depth, by 112 loops of four micrographs that were fitted by hand; docs/measurement.md.
   */
  public static final double DRAWN_OFFSET = 0.3;

  private static final double LOW_CONTRAST = 1;

  /** Hollowness under which a second look is taken, along the edge, and under which it is solid. */
  private static final double HARDLY_HOLLOW = 0;

  private static final double SOLID = 0.06;

  /** The same for a second look at what may be narrow, and the axis ratio that is narrow. */
  private static final double HARDLY_HOLLOW_BAR = 0.1;

  private static final double NARROW = 0.45;

  /** Share of the box that a rim at least spans, or a second look is taken: part of a bar fits. */
  private static final double LEAST_SPAN = 0.4;

  /** Of a stretch without a rim about two thirds are under half the noise, so this is a quarter. */
  private static final double BROKEN = 0.15;

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
    Box wide = pushedOut(box, settings.boxMargin());
    Optional<Measurement> measured =
        switch (settings.method()) {
          case RIM_FIT -> outline(image, wide, polarity(image, box), 0);
          case DRAWN_OUTLINE -> outline(image, wide, polarity(image, box), DRAWN_OFFSET);
          case OUTER_EDGE -> edge(image, wide, polarity(image, box));
          case BOX -> Optional.of(ofBox(image, box, EnumSet.noneOf(MeasurementFlag.class)));
          case FLOOD_LI_2018 -> flood(image, wide, polarity(image, box));
        };
    return measured.orElseGet(() -> ofBox(image, box, EnumSet.of(MeasurementFlag.FELL_BACK)));
  }

  private RimPolarity polarity(GrayImage image, Box box) {
    return settings.polarity() == RimPolarity.EITHER
        ? RimProfile.polarity(image, inscribed(box))
        : settings.polarity();
  }

  private static Box pushedOut(Box box, double margin) {
    return margin == 0
        ? box
        : new Box(
            box.x() - margin * box.width(),
            box.y() - margin * box.height(),
            box.width() * (1 + 2 * margin),
            box.height() * (1 + 2 * margin));
  }

  /**
   * Returns the measurements of the defects in {@code boxes}, in their order.
   *
   * @param pool whose threads do the work; their number changes no result
   * @throws IllegalArgumentException if a box lies wholly outside the image
   */
  public List<Measurement> measureAll(GrayImage image, List<Box> boxes, ForkJoinPool pool) {
    Measurement[] measured = new Measurement[boxes.size()];
    RecursiveAction whole = new Part(image, List.copyOf(boxes), measured, 0, measured.length);
    if (ForkJoinTask.getPool() == pool) {
      whole.invoke();
    } else {
      pool.invoke(whole);
    }
    return List.of(measured);
  }

  /** The boxes from one to before another. */
  private final class Part extends RecursiveAction {

    private static final long serialVersionUID = 1L;

    /** Boxes that one task measures: a few milliseconds. */
    private static final int GRAIN = 8;

    private final GrayImage image;
    private final List<Box> boxes;
    private final Measurement[] measured;
    private final int from;
    private final int to;

    Part(GrayImage image, List<Box> boxes, Measurement[] measured, int from, int to) {
      this.image = image;
      this.boxes = boxes;
      this.measured = measured;
      this.from = from;
      this.to = to;
    }

    @Override
    protected void compute() {
      if (to - from <= GRAIN) {
        for (int i = from; i < to; i++) {
          measured[i] = measure(image, boxes.get(i));
        }
      } else {
        int middle = (from + to) >>> 1;
        invokeAll(
            new Part(image, boxes, measured, from, middle),
            new Part(image, boxes, measured, middle, to));
      }
    }
  }

  private static Optional<Measurement> outline(
      GrayImage image, Box box, RimPolarity polarity, double offset) {
    Optional<RimFit.Rim> rim = RimFit.fit(image, box, polarity, OutlineFeature.RIM);
    if (rim.isEmpty()) {
      return Optional.empty();
    }
    Ellipse center = rim.get().shape().toEllipse();
    double hollowness = RimProfile.hollowness(image, center, 0.9, 1.1);
    boolean hollow = hollowness >= HARDLY_HOLLOW;
    boolean small = span(center, box) < LEAST_SPAN;
    if (small || hollowness < HARDLY_HOLLOW_BAR) {
      Optional<Measurement> solid =
          RimFit.fit(image, box, polarity, OutlineFeature.EDGE)
              .filter(edge -> !hollow || ((small || isNarrow(edge)) && isPart(rim.get(), edge)))
              .flatMap(edge -> solid(image, edge));
      if (solid.isPresent()) {
        return solid;
      }
    }
    Set<MeasurementFlag> flags = EnumSet.noneOf(MeasurementFlag.class);
    if (rim.get().contrast() < LOW_CONTRAST) {
      flags.add(MeasurementFlag.LOW_CONTRAST);
    }
    if (rim.get().gaps() > BROKEN) {
      flags.add(MeasurementFlag.BROKEN_RIM);
    }
    double grown = offset == 0 ? 0 : 2 * offset * RimProfile.halfWidth(image, center, polarity);
    return Optional.of(ofEllipse(image, grown(center, grown), flags));
  }

  private static Optional<Measurement> edge(GrayImage image, Box box, RimPolarity polarity) {
    return RimFit.fit(image, box, polarity, OutlineFeature.EDGE)
        .map(edge -> ofEllipse(image, edge.shape().toEllipse(), edgeFlags(edge)));
  }

  private static Set<MeasurementFlag> edgeFlags(RimFit.Rim edge) {
    return edge.contrast() < LOW_CONTRAST
        ? EnumSet.of(MeasurementFlag.LOW_CONTRAST)
        : EnumSet.noneOf(MeasurementFlag.class);
  }

  /** Returns whether a hollow rim is but a part of what has the edge, such as the end of a bar. */
  private static boolean isPart(RimFit.Rim rim, RimFit.Rim edge) {
    return edge.contrast() >= rim.contrast()
        && edge.shape().toEllipse().majorAxisLength() > rim.shape().toEllipse().majorAxisLength();
  }

  private static boolean isNarrow(RimFit.Rim edge) {
    Ellipse ellipse = edge.shape().toEllipse();
    return ellipse.minorAxisLength() < NARROW * ellipse.majorAxisLength();
  }

  /** Returns the outline of a defect without a rim; empty if along its edge it does have one. */
  private static Optional<Measurement> solid(GrayImage image, RimFit.Rim edge) {
    Ellipse ellipse = edge.shape().toEllipse();
    if (RimProfile.hollowness(image, ellipse, 0.65, 0.9) >= SOLID) {
      return Optional.empty();
    }
    Set<MeasurementFlag> flags = edgeFlags(edge);
    flags.add(MeasurementFlag.SOLID);
    return Optional.of(ofEllipse(image, ellipse, flags));
  }

  private static double span(Ellipse ellipse, Box box) {
    Box hull = ellipse.boundingBox();
    return Math.max(hull.width() / box.width(), hull.height() / box.height());
  }

  private static Ellipse grown(Ellipse ellipse, double byPx) {
    return new Ellipse(
        ellipse.centerX(),
        ellipse.centerY(),
        ellipse.majorAxisLength() + byPx,
        ellipse.minorAxisLength() + byPx,
        ellipse.orientation());
  }

  private Optional<Measurement> flood(GrayImage image, Box box, RimPolarity polarity) {
    return FloodLi2018.flood(image, box, polarity, settings.floodSeedFraction())
        .map(
            flooded -> {
              PixelWindow window = flooded.window();
              Mask region = flooded.region();
              Ellipse local = MomentEllipse.of(region);
              Ellipse ellipse =
                  new Ellipse(
                      local.centerX() + window.left(),
                      local.centerY() + window.top(),
                      local.majorAxisLength(),
                      local.minorAxisLength(),
                      local.orientation());
              Set<MeasurementFlag> flags = EnumSet.noneOf(MeasurementFlag.class);
              // the line and the smoothing add up to four pixels to a seed of 2r + 1 that did not
              // grow
              if (ellipse.minorAxisLength() < 2 * flooded.seedRadius() + 5) {
                flags.add(MeasurementFlag.SEED_LIMITED);
              }
              if (region.count() > 0.9 * (window.width() - 2) * (window.height() - 2)) {
                flags.add(MeasurementFlag.LEAKED);
              }
              if (reachesFrame(image, ellipse)) {
                flags.add(MeasurementFlag.TOUCHES_EDGE);
              }
              FeretDiameters feret = FeretDiameters.of(region);
              return new Measurement(ellipse, region.count(), feret.maxPx(), feret.minPx(), flags);
            });
  }

  private static Measurement ofBox(GrayImage image, Box box, Set<MeasurementFlag> flags) {
    return ofEllipse(image, inscribed(box), flags);
  }

  private static Measurement ofEllipse(
      GrayImage image, Ellipse ellipse, Set<MeasurementFlag> flags) {
    if (reachesFrame(image, ellipse)) {
      flags.add(MeasurementFlag.TOUCHES_EDGE);
    }
    return new Measurement(
        ellipse, ellipse.area(), ellipse.majorAxisLength(), ellipse.minorAxisLength(), flags);
  }

  /** A rim of which the outer half may be cut counts as cut. */
  private static boolean reachesFrame(GrayImage image, Ellipse ellipse) {
    Box hull = ellipse.boundingBox();
    return hull.x() < 1
        || hull.y() < 1
        || hull.right() > image.width() - 1
        || hull.bottom() > image.height() - 1;
  }

  private static Ellipse inscribed(Box box) {
    double major = Math.max(box.width(), box.height());
    double minor = Math.min(box.width(), box.height());
    return new Ellipse(
        box.centerX(), box.centerY(), major, minor, box.width() >= box.height() ? 0 : Math.PI / 2);
  }
}
