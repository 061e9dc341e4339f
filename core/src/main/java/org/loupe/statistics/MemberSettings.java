package org.loupe.statistics;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.loupe.defect.MicrographResult;

/**
 * The settings of the statistics where each member of a model finds its own share of the defects.
 * They differ in the detection rates alone.
 *
 * @param standard for results of a model without other members
 * @param ofMembers by the members' names
 */
public record MemberSettings(
    StatisticsSettings standard, Map<String, StatisticsSettings> ofMembers) {

  public MemberSettings {
    ofMembers = Map.copyOf(ofMembers);
  }

  /** Returns the settings of a model without other members. */
  public static MemberSettings of(StatisticsSettings settings) {
    return new MemberSettings(settings, Map.of());
  }

  /** Returns the settings for one result. */
  public StatisticsSettings of(MicrographResult result) {
    return of(result.member());
  }

  private StatisticsSettings of(Optional<String> member) {
    return member.map(name -> ofMembers.getOrDefault(name, standard)).orElse(standard);
  }

  /**
   * Returns the settings for results together: without detection rates if several members made
   * them, since no rates hold for the whole.
   *
   * @param members that made the results
   */
  StatisticsSettings ofSet(Collection<String> members) {
    TreeSet<String> names = new TreeSet<>(members);
    return names.size() > 1
        ? standard.withoutDetection(
            "none: several members of the model found the defects, each with its own recall: "
                + String.join(", ", names))
        : of(names.stream().findFirst());
  }
}
