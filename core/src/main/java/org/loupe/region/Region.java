package org.loupe.region;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.loupe.defect.AnalyzedRegion;
import org.loupe.defect.ExclusionKind;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.image.Mask;
import org.loupe.image.MaskOutline;
import org.loupe.image.ShapeFill;
import org.loupe.micrograph.BurntInScaleBar;

/**
 * The part of a micrograph that is analyzed, with its pixels.
 *
 * <p>Immutable and thread-safe.
 */
public final class Region {

  private final AnalyzedRegion summary;
  private final Optional<Mask> excluded;

  private Region(AnalyzedRegion summary, Optional<Mask> excluded) {
    this.summary = summary;
    this.excluded = excluded;
  }

  /** Returns the region of a micrograph of which nothing is left out. */
  public static Region whole(int widthPx, int heightPx) {
    return whole(widthPx, heightPx, Optional.empty());
  }

  /** Returns the region of a micrograph of which nothing is left out, with its scale bar. */
  static Region whole(int widthPx, int heightPx, Optional<BurntInScaleBar> bar) {
    AnalyzedRegion all = AnalyzedRegion.whole(widthPx, heightPx);
    return new Region(
        new AnalyzedRegion(all.frame(), all.areaPx2(), all.excludedPx2(), all.outlines(), 0, bar),
        Optional.empty());
  }

  /**
   * @param excluded pixels that are left out
   * @param counts how many of them for which reason
   */
  static Region of(
      Box frame, Mask excluded, Map<ExclusionKind, Long> counts, Optional<BurntInScaleBar> bar) {
    long left = counts.values().stream().mapToLong(Long::longValue).sum();
    long all = (long) excluded.width() * excluded.height();
    AnalyzedRegion summary =
        new AnalyzedRegion(
            frame,
            all - left,
            counts,
            left == 0 ? List.of() : MaskOutline.of(excluded, 0, 0),
            0,
            bar);
    return new Region(summary, left == 0 ? Optional.empty() : Optional.of(excluded));
  }

  /** Returns the region that a result tells of, with its pixels. */
  public static Region of(AnalyzedRegion summary, int widthPx, int heightPx) {
    if (!summary.excludesAny()) {
      return new Region(summary, Optional.empty());
    }
    boolean[] set = new boolean[widthPx * heightPx];
    ShapeFill.outline(
        summary.outlines(),
        widthPx,
        heightPx,
        (y, left, right) ->
            java.util.Arrays.fill(set, y * widthPx + left, y * widthPx + right, true));
    return new Region(summary, Optional.of(new Mask(widthPx, heightPx, set)));
  }

  /** Returns what the tables and the statistics need of it. */
  public AnalyzedRegion summary() {
    return summary;
  }

  /** Returns the pixels that are left out; empty if there are none. */
  public Optional<Mask> excluded() {
    return excluded;
  }

  /** Returns whether the pixel that holds a place is analyzed. */
  public boolean contains(double x, double y) {
    if (excluded.isEmpty()) {
      return true;
    }
    Mask mask = excluded.get();
    int column = (int) Math.max(0, Math.min(mask.width() - 1, Math.floor(x)));
    int row = (int) Math.max(0, Math.min(mask.height() - 1, Math.floor(y)));
    return !mask.at(column, row);
  }

  /**
   * Returns whether an ellipse reaches pixels that are left out.
   *
   * @param margin how near counts as reaching, in pixels
   */
  public boolean excludesPartOf(Ellipse ellipse, double margin) {
    if (excluded.isEmpty()) {
      return false;
    }
    Mask mask = excluded.get();
    Ellipse wider =
        new Ellipse(
            ellipse.centerX(),
            ellipse.centerY(),
            ellipse.majorAxisLength() + 2 * margin,
            ellipse.minorAxisLength() + 2 * margin,
            ellipse.orientation());
    boolean[] reached = {false};
    ShapeFill.ellipse(
        wider,
        mask.width(),
        mask.height(),
        (y, left, right) -> {
          for (int x = left; x < right; x++) {
            reached[0] |= mask.at(x, y);
          }
        });
    return reached[0];
  }

  /**
   * Returns this region on an image of another size, by the nearest pixels; without its scale bar,
   * whose length would not be the same.
   */
  public Region resized(int widthPx, int heightPx) {
    if (excluded.isEmpty()) {
      return whole(widthPx, heightPx);
    }
    Mask mask = excluded.get();
    boolean[] set = new boolean[widthPx * heightPx];
    long count = 0;
    for (int y = 0; y < heightPx; y++) {
      int row = (int) ((y + 0.5) * mask.height() / heightPx);
      for (int x = 0; x < widthPx; x++) {
        int column = (int) ((x + 0.5) * mask.width() / widthPx);
        set[y * widthPx + x] = mask.at(column, row);
        count += set[y * widthPx + x] ? 1 : 0;
      }
    }
    Box frame = summary.frame();
    double scaleX = (double) widthPx / mask.width();
    double scaleY = (double) heightPx / mask.height();
    Box scaled =
        new Box(
            frame.x() * scaleX,
            frame.y() * scaleY,
            frame.width() * scaleX,
            frame.height() * scaleY);
    return of(
        scaled,
        new Mask(widthPx, heightPx, set),
        count == 0 ? Map.of() : Map.of(ExclusionKind.MASK, count),
        Optional.empty());
  }
}
