package io.evenkeel.dashboards;

/** What a dashboard asks a data source. */
sealed interface Query {
  /** Dashboard, panel and letter, for people. */
  String where();

  /** As it stands in the file, with variables and macros. */
  String text();

  record PromQl(String where, String text) implements Query {
    @Override
    public String toString() {
      return where;
    }
  }

  /**
   * SQL.
   *
   * @param from begin of the time that the panel shows when the dashboard is opened
   */
  record Sql(String where, String text, String from) implements Query {
    @Override
    public String toString() {
      return where;
    }
  }
}
