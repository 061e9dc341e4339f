package org.loupe.region;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.loupe.defect.ExclusionKind;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.image.Mask;
import org.loupe.micrograph.BurntInScaleBar;

/**
 * Finds the part of a micrograph that shows the specimen.
 *
 * <p>Info bars first, since they narrow the frame and hold scale bars; then the scale bar; then
 * vacuum in what is left. Immutable and thread-safe; the same pixels give the same region.
 */
public final class RegionFinder {

  private final RegionSettings settings;

  public RegionFinder(RegionSettings settings) {
    this.settings = settings;
  }

  /**
   * Returns the region of a micrograph.
   *
   * @param image the 8 bits that the detector looks at
   * @param analyzed what a person's mask keeps, of the image's size; empty without one
   * @throws IllegalArgumentException if the mask has another size
   */
  public Region find(ByteImage image, Optional<Mask> analyzed) {
    int width = image.width();
    int height = image.height();
    List<Box> bars = InfoBarFinder.find(image);
    Optional<ScaleBarFinder.Found> scaleBar = ScaleBarFinder.find(image, bars);
    Optional<BurntInScaleBar> told = scaleBar.map(ScaleBarFinder.Found::bar);
    boolean withoutBars = settings.found().contains(ExclusionKind.INFO_BAR) && !bars.isEmpty();
    Box frame = withoutBars ? frame(bars, width, height) : new Box(0, 0, width, height);
    Optional<Box> masked =
        settings.found().contains(ExclusionKind.SCALE_BAR)
            ? scaleBar.flatMap(ScaleBarFinder.Found::masked)
            : Optional.empty();
    Optional<VacuumFinder.Found> vacuum =
        settings.found().contains(ExclusionKind.VACUUM)
            ? VacuumFinder.find(image, frame)
            : Optional.empty();
    if (!withoutBars && masked.isEmpty() && vacuum.isEmpty() && analyzed.isEmpty()) {
      return Region.whole(width, height, told); // a mask of a large image takes a lot of memory
    }
    boolean[] excluded = new boolean[width * height];
    Map<ExclusionKind, Long> counts = new EnumMap<>(ExclusionKind.class);
    long before = 0;
    if (withoutBars) {
      bars.forEach(bar -> fill(bar, width, excluded));
      before = count(ExclusionKind.INFO_BAR, excluded, before, counts);
    }
    if (masked.isPresent()) {
      fill(masked.get(), width, excluded);
      before = count(ExclusionKind.SCALE_BAR, excluded, before, counts);
    }
    if (vacuum.isPresent()) {
      vacuum.get().mark(excluded);
      before = count(ExclusionKind.VACUUM, excluded, before, counts);
    }
    if (analyzed.isPresent()) {
      add(analyzed.get(), image, excluded);
      count(ExclusionKind.MASK, excluded, before, counts);
    }
    return Region.of(frame, new Mask(width, height, excluded), counts, told);
  }

  private static Box frame(List<Box> bars, int width, int height) {
    double top = 0;
    double bottom = height;
    for (Box bar : bars) {
      if (bar.y() == 0) {
        top = Math.max(top, bar.bottom());
      } else {
        bottom = Math.min(bottom, bar.y());
      }
    }
    return new Box(0, top, width, bottom - top);
  }

  private static void fill(Box box, int width, boolean[] excluded) {
    for (int y = (int) box.y(); y < (int) box.bottom(); y++) {
      int row = y * width;
      Arrays.fill(excluded, row + (int) box.x(), row + (int) box.right(), true);
    }
  }

  /** Notes how many pixels were added for a reason; returns how many there are now. */
  private static long count(
      ExclusionKind kind, boolean[] excluded, long before, Map<ExclusionKind, Long> counts) {
    long now = 0;
    for (boolean one : excluded) {
      now += one ? 1 : 0;
    }
    if (now > before) {
      counts.put(kind, now - before);
    }
    return now;
  }

  private static void add(Mask analyzed, ByteImage image, boolean[] excluded) {
    if (analyzed.width() != image.width() || analyzed.height() != image.height()) {
      throw new IllegalArgumentException(
          "mask is "
              + analyzed.width()
              + " x "
              + analyzed.height()
              + " pixels, the image "
              + image.width()
              + " x "
              + image.height());
    }
    for (int i = 0; i < excluded.length; i++) {
      excluded[i] |= !analyzed.set()[i];
    }
  }
}
