/** How one is addressed in an office: 罗主任, 李局长; people without such a post by their name. */
const POSTS =
  /(书记|局长|镇长|乡长|区长|县长|市长|主任|主席|部长|科长|处长|所长|站长|队长|院长|检察长|校长|会长|秘书长|总工程师)$/;
const SHORT: Record<string, string> = { 总工程师: "总工" };
const DOUBLE_SURNAMES = new Set([
  "欧阳",
  "司马",
  "上官",
  "诸葛",
  "夏侯",
  "皇甫",
  "令狐",
  "东方",
  "慕容",
  "尉迟",
]);

function surname(name: string): string {
  const two = name.slice(0, 2);
  return name.length > 2 && DOUBLE_SURNAMES.has(two) ? two : name.slice(0, 1);
}

export function courtesy(name: string, title: string): string {
  const posts = title
    .split(/[、，,\s]+/)
    .map((post) => post.match(POSTS)?.[1])
    .filter((post) => post !== undefined);
  const post = posts.at(-1);
  return post ? `${surname(name)}${SHORT[post] ?? post}` : name;
}
