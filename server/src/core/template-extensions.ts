/** How names of files end that are templates of CloudFormation and of nothing else: YAML or JSON, as their authors like. */
export const templateExtensions = ['template', 'cform', 'cfn'] as const;
