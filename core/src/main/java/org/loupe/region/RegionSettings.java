package org.loupe.region;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.loupe.defect.ExclusionKind;

/**
 * What is looked for and left out, beside what a person's mask leaves out.
 *
 * @param found kinds that are found automatically; never {@link ExclusionKind#MASK}
 */
public record RegionSettings(Set<ExclusionKind> found) {

  public RegionSettings {
    if (found.contains(ExclusionKind.MASK)) {
      throw new IllegalArgumentException("a mask is given, not found");
    }
    found = java.util.Collections.unmodifiableSet(new TreeSet<>(found));
  }

  /** Returns the settings that leave out info bars, scale bars and vacuum. */
  public static RegionSettings defaults() {
    return new RegionSettings(EnumSet.complementOf(EnumSet.of(ExclusionKind.MASK)));
  }

  /** Returns the settings that leave out nothing but what a mask does. */
  public static RegionSettings none() {
    return new RegionSettings(Set.of());
  }
}
