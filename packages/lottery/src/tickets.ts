import { byBytes } from "./text.ts";
import { BLOCK, compress, hexOf, initialState, padded } from "./sha256.ts";

/** The tickets of one draw: all chance in it comes from here. */
export interface Tickets {
  /** `ticket(label, id)`: 64 hex characters, compared as text. */
  readonly of: (label: string, id: string) => string;
  /** Tickets of many ids under one label. */
  readonly under: (label: string) => TicketSeries;
}

/** Works out tickets of one label without writing each of them in hex. */
export interface TicketSeries {
  /** Works out the ticket of an ASCII `id`, and gives its first 32 bits as a number from 0 to 2^32 - 1. */
  readonly head: (id: string) => number;
  /** The ticket worked out last, in hex. */
  readonly hex: () => string;
}

/**
 * The tickets of a seed of 64 hex characters. These fill the first block of SHA-256 exactly: its state is kept, and a
 * target's ticket costs one compression more.
 */
export function openTickets(seed: string): Tickets {
  const encoder = new TextEncoder();
  const afterSeed = initialState();
  compress(afterSeed, encoder.encode(seed), 0, afterSeed);

  const under = (label: string): TicketSeries => {
    const prefix = encoder.encode(`,${label},`);
    const state = initialState();
    let rest: Uint8Array = new Uint8Array();
    let length = -1;
    const makeRoom = (size: number): void => {
      length = size;
      rest = padded(prefix, size, BLOCK);
    };
    return {
      head: (id) => {
        const size = prefix.length + id.length;
        if (size !== length) makeRoom(size);
        for (let i = 0, to = prefix.length; i < id.length; i++, to++) rest[to] = id.charCodeAt(i);
        compress(afterSeed, rest, 0, state);
        for (let start = BLOCK; start < rest.length; start += BLOCK) compress(state, rest, start, state);
        return (state[0] as number) >>> 0;
      },
      hex: () => hexOf(state),
    };
  };

  return {
    under,
    of: (label, id) => {
      const series = under(label);
      series.head(id);
      return series.hex();
    },
  };
}

/** Order of tickets as text; equal tickets: the smaller id first. */
export function byTicket(a: { ticket: string; id: string }, b: { ticket: string; id: string }): number {
  return byBytes(a.ticket, b.ticket) || byBytes(a.id, b.id);
}
