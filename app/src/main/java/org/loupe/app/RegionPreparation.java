package org.loupe.app;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.analysis.Preparation;
import org.loupe.image.Mask;
import org.loupe.io.InputFile;
import org.loupe.micrograph.BurntInScaleBar;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.Micrograph;
import org.loupe.micrograph.PixelSize;
import org.loupe.region.Region;
import org.loupe.region.RegionFinder;

/**
 * Sets the calibration of each micrograph, finds which part of it is analyzed, and compares its
 * scale bar with its calibration. Thread-safe.
 */
final class RegionPreparation implements Preparation {

  private final RegionFinder finder;
  private final Optional<MaskFiles> masks;
  private final Optional<Calibration> pixelSize;
  private final OptionalDouble scaleBarNm;

  RegionPreparation(
      RegionFinder finder,
      Optional<MaskFiles> masks,
      Optional<Calibration> pixelSize,
      OptionalDouble scaleBarNm) {
    this.finder = finder;
    this.masks = masks;
    this.pixelSize = pixelSize;
    this.scaleBarNm = scaleBarNm;
  }

  /** Returns the hash of every mask by its name. */
  Map<String, String> maskHashes() throws IOException {
    return masks.isPresent() ? masks.get().hashes() : Map.of();
  }

  @Override
  public Prepared prepare(InputFile file, Micrograph micrograph) throws IOException {
    Optional<Mask> analyzed =
        masks.isPresent() ? Optional.of(masks.get().of(file, micrograph)) : Optional.empty();
    Region region = finder.find(micrograph.detectorImage(), analyzed);
    Micrograph calibrated =
        pixelSize.isPresent() ? micrograph.withCalibration(pixelSize.get()) : micrograph;
    Optional<BurntInScaleBar> bar = region.summary().scaleBar();
    if (scaleBarNm.isPresent()) {
      calibrated = byScaleBar(calibrated, bar, scaleBarNm.getAsDouble());
    }
    if (bar.isPresent()) {
      calibrated = compared(calibrated, bar.get());
    }
    return new Prepared(calibrated, region);
  }

  private static Micrograph byScaleBar(
      Micrograph micrograph, Optional<BurntInScaleBar> bar, double nm) throws IOException {
    if (bar.isEmpty()) {
      throw new IOException(
          "no scale bar was found in the image; give --pixel-size instead of --scale-bar");
    }
    double lengthPx = bar.get().lengthPx();
    double size = nm / lengthPx;
    if (!PixelSize.isPlausible(size)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the scale bar of %.4g px would make a pixel %.4g nm, outside 1 pm to 10 µm; check"
                  + " --scale-bar",
              lengthPx,
              size));
    }
    Micrograph calibrated =
        micrograph.withCalibration(
            new Calibration(
                size,
                size,
                String.format(
                    Locale.ROOT,
                    "scale bar of %.4g px (+- %.2g px), by option --scale-bar",
                    lengthPx,
                    bar.get().lengthUncertaintyPx())));
    Optional<Calibration> own = micrograph.calibration();
    BurntInScaleBar asked =
        new BurntInScaleBar(
            bar.get().box(), lengthPx, bar.get().lengthUncertaintyPx(), OptionalDouble.of(nm));
    if (own.isPresent() && own.get().isSquare() && asked.contradicts(own.get().pixelSizeNm())) {
      return calibrated.withNote(
          String.format(
              Locale.ROOT,
              "the file's own pixel size of %.5g nm (%s) is not used: the scale bar says %.5g nm",
              own.get().pixelSizeNm(),
              own.get().source(),
              size));
    }
    return calibrated;
  }

  /** Returns the micrograph, with a note if its calibration and its scale bar disagree. */
  private static Micrograph compared(Micrograph micrograph, BurntInScaleBar bar) {
    Optional<String> contradiction = contradiction(micrograph.calibration(), bar);
    return contradiction.isPresent() ? micrograph.withNote(contradiction.get()) : micrograph;
  }

  /** Returns in words how a scale bar contradicts a calibration; empty if it does not. */
  static Optional<String> contradiction(Optional<Calibration> calibration, BurntInScaleBar bar) {
    if (calibration.isEmpty()
        || !calibration.get().isSquare()
        || !bar.contradicts(calibration.get().pixelSizeNm())) {
      return Optional.empty();
    }
    double size = calibration.get().pixelSizeNm();
    return Optional.of(
        String.format(
            Locale.ROOT,
            "the scale bar contradicts the pixel size: %.4g px labeled %.6g nm are %.5g nm a pixel,"
                + " %+.1f %% from %.5g nm (%s); check the scale",
            bar.lengthPx(),
            bar.labelNm().orElseThrow(),
            bar.pixelSizeNm().orElseThrow(),
            100 * bar.deviation(size).orElseThrow(),
            size,
            calibration.get().source()));
  }
}
