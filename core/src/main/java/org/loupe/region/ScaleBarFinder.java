package org.loupe.region;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.micrograph.BurntInScaleBar;

/**
 * Finds the scale bar that was drawn into a micrograph or its info bar, and what to mask with it.
 *
 * <p>Of several bars the one with a label counts; without any label a bar counts only if it is the
 * only one.
 */
final class ScaleBarFinder {

  /** More candidates than so many are no scale bars. */
  private static final int MOST_MARKS = 32;

  /** Least thickness of a bar in the image that has neither label nor ticks, in pixels. */
  private static final int LEAST_PLAIN_THICKNESS = 3;

  /** Gray levels by which the ground of a plate may vary. */
  private static final int PLATE_TOLERANCE = 8;

  private static final double PLATE_LINE = 0.97;
  private static final double MOST_PLATE = 0.15;
  private static final int FRAME_PIXELS = 10;

  private final ByteImage image;
  private final List<Box> infoBars;

  private ScaleBarFinder(ByteImage image, List<Box> infoBars) {
    this.image = image;
    this.infoBars = infoBars;
  }

  /**
   * A scale bar.
   *
   * @param bar what it is
   * @param masked what it hides of the image, in whole pixels: bar, label and plate; empty for one
   *     in an info bar
   */
  record Found(BurntInScaleBar bar, Optional<Box> masked) {}

  private record Candidate(BarMark mark, LabelReader.Surroundings beside, Optional<Box> infoBar) {

    double distance() {
      Box label = beside.label().orElseThrow().box();
      double dx = Math.max(0, Math.max(mark.left() - label.right(), label.x() - mark.right()));
      double dy = Math.max(0, Math.max(mark.top() - label.bottom(), label.y() - mark.bottom()));
      return Math.hypot(dx, dy);
    }
  }

  static Optional<Found> find(ByteImage image, List<Box> infoBars) {
    return new ScaleBarFinder(image, infoBars).find();
  }

  private Optional<Found> find() {
    List<BarMark> marks = BarSearch.find(image);
    if (marks.isEmpty() || marks.size() > MOST_MARKS) {
      return Optional.empty();
    }
    List<Candidate> labeled = new ArrayList<>();
    List<Candidate> plain = new ArrayList<>();
    Box whole = new Box(0, 0, image.width(), image.height());
    for (BarMark mark : marks) {
      Optional<Box> infoBar =
          infoBars.stream()
              .filter(bar -> mark.top() >= bar.y() && mark.bottom() <= bar.bottom())
              .findFirst();
      LabelReader.Surroundings beside = LabelReader.read(image, mark, infoBar.orElse(whole));
      Candidate candidate = new Candidate(mark, beside, infoBar);
      if (beside.label().isPresent()) {
        labeled.add(candidate);
      } else if (mark.tickWidth() > 0 || mark.thickness() >= LEAST_PLAIN_THICKNESS) {
        plain.add(candidate);
      }
    }
    if (!labeled.isEmpty()) {
      return labeled.stream().min(Comparator.comparingDouble(Candidate::distance)).map(this::found);
    }
    return plain.size() == 1 ? Optional.of(found(plain.get(0))) : Optional.empty();
  }

  private Found found(Candidate candidate) {
    BarMark mark = candidate.mark();
    Box box = new Box(mark.left(), mark.top(), mark.length(), (double) mark.bottom() - mark.top());
    BurntInScaleBar bar =
        new BurntInScaleBar(
            box,
            mark.lengthPx(),
            mark.uncertaintyPx(),
            candidate
                .beside()
                .label()
                .map(label -> OptionalDouble.of(label.nm()))
                .orElseGet(OptionalDouble::empty));
    return new Found(
        bar, candidate.infoBar().isPresent() ? Optional.empty() : Optional.of(masked(candidate)));
  }

  /** Returns what a bar in the image hides, with a margin for what smoothing mixed. */
  private Box masked(Candidate candidate) {
    BarMark mark = candidate.mark();
    Box hull = new Box(mark.left(), mark.top(), mark.length(), (double) mark.bottom() - mark.top());
    if (candidate.beside().text().isPresent()) {
      hull = LabelReader.hull(hull, candidate.beside().text().get());
    }
    int margin = Math.max(3, Math.min(mark.thickness(), 8));
    int[] edges = {
      Math.max(0, (int) hull.x() - margin),
      Math.max(0, (int) hull.y() - margin),
      Math.min(image.width(), (int) hull.right() + margin),
      Math.min(image.height(), (int) hull.bottom() + margin)
    };
    int[] plate = plate(edges, mark.ground());
    return new Box(plate[0], plate[1], (double) plate[2] - plate[0], (double) plate[3] - plate[1]);
  }

  /** Returns the plate of constant gray round a bar, with its frame; the bar alone without one. */
  private int[] plate(int[] edges, int ground) {
    int[] grown = edges.clone();
    for (int side = 0; side < 4; side++) {
      while (canGrow(grown, side) && share(grown, side, ground) >= PLATE_LINE) {
        grow(grown, side);
      }
      if (grown[side] == edges[side] && canGrow(grown, side) && !isLine(grown, side)) {
        return edges; // not the same gray all round
      }
    }
    for (int side = 0; side < 4; side++) {
      for (int i = 0; i < FRAME_PIXELS && canGrow(grown, side) && isLine(grown, side); i++) {
        grow(grown, side);
      }
    }
    double area = (double) (grown[2] - grown[0]) * (grown[3] - grown[1]);
    return area <= MOST_PLATE * image.width() * image.height() ? grown : edges;
  }

  private boolean canGrow(int[] edges, int side) {
    return switch (side) {
      case 0, 1 -> edges[side] > 0;
      case 2 -> edges[2] < image.width();
      default -> edges[3] < image.height();
    };
  }

  private static void grow(int[] edges, int side) {
    edges[side] += side < 2 ? -1 : 1;
  }

  /** Returns the grays of the line of pixels just outside a side. */
  private int[] line(int[] edges, int side) {
    boolean vertical = side % 2 == 0;
    int from = vertical ? edges[1] : edges[0];
    int to = vertical ? edges[3] : edges[2];
    int outside = side < 2 ? edges[side] - 1 : edges[side];
    int[] grays = new int[to - from];
    for (int i = from; i < to; i++) {
      grays[i - from] = vertical ? image.at(outside, i) : image.at(i, outside);
    }
    return grays;
  }

  private double share(int[] edges, int side, int gray) {
    int[] grays = line(edges, side);
    int count = 0;
    for (int g : grays) {
      count += Math.abs(g - gray) <= PLATE_TOLERANCE ? 1 : 0;
    }
    return (double) count / grays.length;
  }

  /** Returns whether the line outside a side is of one gray: part of the frame of a plate. */
  private boolean isLine(int[] edges, int side) {
    int[] grays = line(edges, side);
    java.util.Arrays.sort(grays);
    int middle = grays[grays.length / 2];
    return share(edges, side, middle) >= PLATE_LINE;
  }
}
