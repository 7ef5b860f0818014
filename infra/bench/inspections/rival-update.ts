/** The update by which the rivals' workflows are carried on, by the name that it had at commit e058881. */
export const rivalUpdate = "command";
