package org.loupe.defect;

import java.util.Optional;

/**
 * What became of one micrograph: its result, or why there is none.
 *
 * @param image name of the micrograph in the tables
 * @param result empty if it failed
 * @param error what went wrong, and the remedy; empty if nothing did
 * @param elapsedMs time from reading to the measured result, in milliseconds
 */
public record MicrographOutcome(
    String image, Optional<MicrographResult> result, Optional<String> error, double elapsedMs) {

  public MicrographOutcome {
    if (result.isPresent() == error.isPresent()) {
      throw new IllegalArgumentException("holds either a result or an error: " + image);
    }
  }

  /** Returns the outcome of an analyzed micrograph. */
  public static MicrographOutcome done(MicrographResult result, double elapsedMs) {
    return new MicrographOutcome(result.image(), Optional.of(result), Optional.empty(), elapsedMs);
  }

  /** Returns the outcome of a micrograph that could not be analyzed. */
  public static MicrographOutcome failed(String image, String error, double elapsedMs) {
    return new MicrographOutcome(image, Optional.empty(), Optional.of(error), elapsedMs);
  }
}
