package io.evenkeel.gateway.decode;

import io.evenkeel.gateway.decode.scan.JsonCursor;
import io.evenkeel.model.directory.TenantMapping;
import io.evenkeel.model.signal.QuotedName;
import org.jspecify.annotations.Nullable;

/**
 * What the names of members in one body stand for. Events mostly have the same members in the same
 * order, so each place remembers its name. Not thread-safe; one for each body.
 */
final class MemberNames {
  private static final EventMember[] ALL = EventMember.values();

  private final TenantMapping mapping;
  private final @Nullable QuotedName[] names = new @Nullable QuotedName[ALL.length];
  private final @Nullable EventMember[] members = new @Nullable EventMember[ALL.length];

  MemberNames(TenantMapping mapping) {
    this.mapping = mapping;
  }

  /**
   * Reads the name of an event's member.
   *
   * @param place how many the event had before
   * @return null if it is no plain name of a member
   */
  @Nullable EventMember read(JsonCursor cursor, int place) {
    if (place >= ALL.length) {
      return null;
    }
    QuotedName expected = names[place];
    if (expected != null && cursor.quoted(expected)) {
      return members[place];
    }
    for (EventMember member : ALL) {
      if (cursor.quoted(member.quoted())) {
        return remember(place, member.quoted(), member);
      }
    }
    return readAlias(cursor, place);
  }

  private @Nullable EventMember readAlias(JsonCursor cursor, int place) {
    if (!mapping.hasMembers() || !cursor.text()) {
      return null;
    }
    String name = cursor.text(cursor.textFrom(), cursor.textTo());
    String target = mapping.member(name);
    EventMember member = target == null ? null : EventMember.of(target);
    return member == null ? null : remember(place, new QuotedName(name), member);
  }

  private EventMember remember(int place, QuotedName name, EventMember member) {
    names[place] = name;
    members[place] = member;
    return member;
  }
}
