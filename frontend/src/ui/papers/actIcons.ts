import {
  Bell,
  CheckCheck,
  Copy,
  CornerUpLeft,
  Forward,
  Milestone,
  Route,
  Undo2,
  UserCog,
  UserMinus,
  UserPlus,
  UsersRound,
  X,
} from "@lucide/vue";
import type { Component } from "vue";

const ICONS: Record<string, Component> = {
  transfer: Forward,
  send_back: CornerUpLeft,
  reject: X,
  delegate: UsersRound,
  add: UserPlus,
  remove: UserMinus,
  urge: Bell,
  urge_readers: Bell,
  name_urger: UserCog,
  cc: Copy,
  circulate: Route,
  end_reading: CheckCheck,
  lead_on: Milestone,
};

export const iconOf = (verb: string): Component => ICONS[verb] ?? Undo2;
