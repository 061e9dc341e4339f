package org.loupe.analysis;

import java.util.Locale;
import org.loupe.micrograph.Calibration;

/** A micrograph whose pixels are not square: one length cannot describe their size. */
public final class NonSquarePixelsException extends Exception {

  private static final long serialVersionUID = 1;

  NonSquarePixelsException(Calibration calibration) {
    super(
        String.format(
            Locale.ROOT,
            "pixels are not square: %s nm wide, %s nm high by %s; resample the image, or give the"
                + " true size with --pixel-size",
            calibration.pixelWidthNm(),
            calibration.pixelHeightNm(),
            calibration.source()));
  }
}
