package org.loupe.analysis;

import java.io.IOException;
import org.loupe.io.InputFile;
import org.loupe.micrograph.Micrograph;
import org.loupe.region.Region;

/** What is done to each micrograph before it is analyzed; called by several threads at a time. */
@FunctionalInterface
public interface Preparation {

  /**
   * A micrograph that is ready to be analyzed.
   *
   * @param region what of it is analyzed
   */
  record Prepared(Micrograph micrograph, Region region) {

    /** Returns a micrograph that is analyzed as a whole. */
    public static Prepared whole(Micrograph micrograph) {
      return new Prepared(micrograph, Region.whole(micrograph.width(), micrograph.height()));
    }
  }

  /**
   * Sets the calibration, finds the region.
   *
   * @param file that holds the micrograph
   * @throws IOException if something is missing that was asked for, such as a mask; the micrograph
   *     then fails with the message
   */
  Prepared prepare(InputFile file, Micrograph micrograph) throws IOException;
}
