// Lists in one text, as the document has them: parted by commas, Chinese ones included.

export const listed = (text: string): readonly string[] =>
  text
    .split(/[,，]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');
