package io.evenkeel.cli.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A metric as Prometheus sees it.
 *
 * @param name of the family; a histogram's or summary's without {@code _count} and the like
 * @param type counter, gauge, histogram or summary
 * @param labels names in alphabetical order, without {@code le}
 */
public record MetricFamily(String name, String type, List<String> labels, String description) {
  private static final String OURS = "evenkeel_";
  private static final Pattern HELP = Pattern.compile("# HELP (\\S+) (.*)");
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SERIES = Pattern.compile("(evenkeel_\\w+)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern ROW =
      Pattern.compile("\\| `(evenkeel_\\w+)` \\| (\\w+) \\| [^|]* \\| ([^|]*) \\| ([^|]*) \\|");

  /** Our families in an exposition. The maxima of timers, which decay, belong to their timer. */
  public static Map<String, MetricFamily> exposed(String exposition) {
    Map<String, String> help = new LinkedHashMap<>();
    Map<String, String> types = new LinkedHashMap<>();
    Map<String, TreeSet<String>> labels = new LinkedHashMap<>();
    for (String line : exposition.lines().toList()) {
      Matcher helped = HELP.matcher(line);
      Matcher typed = TYPE.matcher(line);
      Matcher series = SERIES.matcher(line);
      if (helped.matches()) {
        help.put(helped.group(1), helped.group(2));
      } else if (typed.matches()) {
        types.put(typed.group(1), typed.group(2));
      } else if (series.matches() && series.group(2) != null) {
        TreeSet<String> names =
            labels.computeIfAbsent(family(series.group(1), types), n -> new TreeSet<>());
        LABEL.matcher(series.group(2)).results().forEach(label -> names.add(label.group(1)));
      }
    }
    Map<String, MetricFamily> families = new LinkedHashMap<>();
    types.forEach((name, type) -> {
      boolean maximum = name.endsWith("_max") && types.containsKey(name.replaceFirst("_max$", ""));
      if (name.startsWith(OURS) && !maximum) {
        List<String> own = new ArrayList<>(labels.getOrDefault(name, new TreeSet<>()));
        own.remove("le");
        families.put(name, new MetricFamily(name, type, own, help.getOrDefault(name, "")));
      }
    });
    return families;
  }

  /** The families that a page lists. */
  public static Map<String, MetricFamily> listed(String page) {
    Map<String, MetricFamily> families = new LinkedHashMap<>();
    ROW.matcher(page)
        .results()
        .forEach(row ->
            families.put(
                row.group(1),
                new MetricFamily(
                    row.group(1),
                    row.group(2),
                    row.group(3).isBlank()
                        ? List.of()
                        : List.of(row.group(3).replace("`", "").split(", ", -1)),
                    row.group(4))));
    return families;
  }

  /** The row of the page. */
  public String row() {
    String names = String.join(", ", labels.stream().map(label -> "`" + label + "`").toList());
    return "| `%s` | %s | %s | %s | %s |".formatted(name, type, unit(), names, description);
  }

  private String unit() {
    String base = name.replaceFirst("_total$", "");
    for (String unit : List.of("seconds", "bytes", "ratio", "days")) {
      if (base.endsWith("_" + unit)) {
        return unit;
      }
    }
    return "1";
  }

  private static String family(String series, Map<String, String> types) {
    String base = series.replaceFirst("_(bucket|count|sum)$", "");
    return types.containsKey(series) ? series : base;
  }
}
