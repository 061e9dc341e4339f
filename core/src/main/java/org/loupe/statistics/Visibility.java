package org.loupe.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which share of the loops can be seen under the diffraction condition that was used.
 *
 * <p>A loop whose Burgers vector b lies in the reflecting plane, g·b = 0, shows no contrast. The
 * share of the variants with g·b other than 0 is the visible one if all variants are equally
 * frequent. Limits: the criterion belongs to long-range linear elasticity and fails for the
 * smallest loops; |g·b| = 1/3 counts as visible here and is said aloud, because it is often taken
 * as invisible in practice. M. L. Jenkins and M. A. Kirk, <i>Characterisation of Radiation Damage
 * by Transmission Electron Microscopy</i>, 2001, doi 10.1201/9781420034646.
 *
 * @param fraction in (0, 1]
 * @param source where it came from, in words
 */
public record Visibility(double fraction, String source) {

  private static final Pattern REFLECTION =
      Pattern.compile("(?<lattice>\\w+):(?<h>-?\\d)(?<k>-?\\d)(?<l>-?\\d):(?<burgers>\\S+)");

  private static final double NONE = 1e-9; // below any multiple of 1/3 or 1/2
  private static final double WEAK = 1.0 / 3 + NONE;

  public Visibility {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          "the visible fraction must be above 0 and at most 1, was " + fraction);
    }
  }

  /** Returns the fraction that a person states. */
  public static Visibility given(double fraction) {
    return new Visibility(fraction, "given");
  }

  /** Returns the visible fraction of {@code family} under the reflection h k l. */
  public static Visibility of(LoopFamily family, int h, int k, int l) {
    String g = h + " " + k + " " + l;
    if (!family.reflects(h, k, l)) {
      throw new IllegalArgumentException(
          family.lattice() + " has no reflection " + g + "; check the indices");
    }
    List<Double> contrasts = family.contrasts(h, k, l);
    long visible = contrasts.stream().filter(contrast -> contrast > NONE).count();
    long weak = contrasts.stream().filter(c -> c > NONE && c < WEAK).count();
    String source =
        String.format(
            Locale.ROOT,
            "g = %s, b = %s in %s: %d of %d variants have g.b other than 0%s",
            g,
            family.burgers(),
            family.lattice(),
            visible,
            contrasts.size(),
            weak == 0 ? "" : ", " + weak + " of them 1/3 only");
    return new Visibility((double) visible / contrasts.size(), source);
  }

  /**
   * Returns the visible fraction of {@code lattice:hkl:burgers}, such as {@code bcc:110:1/2<111>}.
   *
   * @throws IllegalArgumentException if it is no such text, the lattice does not reflect, or no
   *     variant is visible; the message says what there is
   */
  public static Visibility parse(String text) {
    Matcher matcher = REFLECTION.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no reflection; write it as in \"bcc:110:1/2<111>\"");
    }
    LoopFamily family =
        Arrays.stream(LoopFamily.values())
            .filter(f -> f.lattice().equals(matcher.group("lattice").toLowerCase(Locale.ROOT)))
            .filter(f -> f.burgers().equals(matcher.group("burgers")))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "\"" + text + "\" names no loops that are known; there are " + known()));
    return of(
        family,
        Integer.parseInt(matcher.group("h")),
        Integer.parseInt(matcher.group("k")),
        Integer.parseInt(matcher.group("l")));
  }

  private static String known() {
    return Arrays.stream(LoopFamily.values())
        .map(family -> family.lattice() + ":hkl:" + family.burgers())
        .collect(Collectors.joining(", "));
  }
}
