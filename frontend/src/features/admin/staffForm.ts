/** What the drawer asks about a person. The account is chosen once: it is the name in the audit. */
export interface StaffForm {
  name: string;
  account: string;
  title: string;
  phone: string;
  mobile: string;
  mobile_published: boolean;
  published: boolean;
  department: string;
}
