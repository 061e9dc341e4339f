package org.loupe.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * People and the machine in one table: each against the reference, and each against each.
 *
 * <p>Only micrographs that everybody looked at count, for all alike. The reference is the labeled
 * set itself; it is one more person's view and not the truth, so nobody can be expected to agree
 * with it better than people agree with each other.
 *
 * @param micrographs names of those that count
 * @param members everybody, the machine first if there is one
 * @param pairs F1 of everybody with everybody, the reference among them
 */
public record PeopleAgreement(List<String> micrographs, List<Member> members, List<Pair> pairs) {

  /**
   * One person, or the machine, against the reference.
   *
   * @param name who
   * @param kind person or machine
   * @param paper figures by the publication's rule
   * @param strict figures by the strict rule
   */
  public record Member(String name, Kind kind, RuleFigures paper, RuleFigures strict) {}

  /** Who marked. */
  public enum Kind {
    MACHINE,
    PERSON
  }

  /**
   * The agreement of two; it is the same in both directions.
   *
   * @param paper counts by the publication's rule, the first as annotations
   * @param strict counts by the strict rule
   */
  public record Pair(String first, String second, MatchCounts paper, MatchCounts strict) {}

  public PeopleAgreement {
    micrographs = List.copyOf(micrographs);
    members = List.copyOf(members);
    pairs = List.copyOf(pairs);
  }

  /**
   * Compares.
   *
   * @param machine name of what made the micrographs' detections
   * @param reference name of who made their annotations
   * @throws IllegalArgumentException if there is no micrograph that everybody looked at
   */
  public static PeopleAgreement of(
      List<MarkedMicrograph> micrographs,
      String machine,
      String reference,
      List<MarkSet> people,
      EvaluationSettings settings) {
    List<MarkedMicrograph> common = MarkSet.common(micrographs, people);
    if (common.isEmpty()) {
      throw new IllegalArgumentException(
          "no micrograph was looked at by all of "
              + people.stream().map(MarkSet::name).toList()
              + "; check that their labels name the micrographs as the labeled set does");
    }
    List<Member> members = new ArrayList<>();
    members.add(member(machine, Kind.MACHINE, common, settings));
    for (MarkSet person : people) {
      members.add(member(person.name(), Kind.PERSON, marked(common, person), settings));
    }
    return new PeopleAgreement(
        common.stream().map(MarkedMicrograph::name).toList(),
        members,
        pairs(common, machine, reference, people, settings));
  }

  private static Member member(
      String name, Kind kind, List<MarkedMicrograph> marked, EvaluationSettings settings) {
    List<RuleFigures> figures = settings.figures(marked);
    return new Member(name, kind, figures.get(0), figures.get(1));
  }

  private static List<MarkedMicrograph> marked(List<MarkedMicrograph> common, MarkSet person) {
    return common.stream().map(m -> m.withDetections(person.of(m.name()))).toList();
  }

  private static List<Pair> pairs(
      List<MarkedMicrograph> common,
      String machine,
      String reference,
      List<MarkSet> people,
      EvaluationSettings settings) {
    List<MarkSet> sets = new ArrayList<>();
    sets.add(new MarkSet(reference, byName(common, true)));
    sets.addAll(people);
    // the machine comes last: it has scores, and the one with scores has to be the second
    sets.add(new MarkSet(machine, byName(common, false)));
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < sets.size(); i++) {
      for (int j = i + 1; j < sets.size(); j++) {
        pairs.add(
            new Pair(
                sets.get(i).name(),
                sets.get(j).name(),
                counts(common, sets.get(i), sets.get(j), settings.paper()),
                counts(common, sets.get(i), sets.get(j), settings.strict())));
      }
    }
    return pairs;
  }

  private static java.util.Map<String, List<Mark>> byName(
      List<MarkedMicrograph> micrographs, boolean annotations) {
    java.util.Map<String, List<Mark>> byName = new java.util.LinkedHashMap<>();
    micrographs.forEach(m -> byName.put(m.name(), annotations ? m.annotations() : m.detections()));
    return byName;
  }

  private static MatchCounts counts(
      List<MarkedMicrograph> common, MarkSet first, MarkSet second, MatchingRule rule) {
    return RuleFigures.sum(
        common.stream()
            .map(m -> rule.match(first.of(m.name()), second.of(m.name())).counts())
            .toList());
  }
}
